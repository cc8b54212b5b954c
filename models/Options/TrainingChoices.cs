namespace ILGpuAutoencoders.Models;

/// <summary>What training minimises, between output and target.</summary>
public enum LossKind
{
    /// <summary>The mean of squared differences.</summary>
    Mse,

    /// <summary>The mean of absolute differences.</summary>
    Mae,

    /// <summary>0.16 · MAE + 0.84 · (1 - SSIM), the shares of Zhao, Gallo, Frosio and Kautz, "Loss functions for image restoration with neural networks" (2017).</summary>
    MaeSsim,
}

/// <summary>How weights follow gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba, 2015), betas 0.9 and 0.999, eps 1e-8; weight decay is added to the gradient.</summary>
    Adam,

    /// <summary>AdamW (Loshchilov and Hutter, 2019): Adam with weight decay apart from the gradient.</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    Sgd,
}

/// <summary>How the learning rate changes while training; see docs/training.md for the formulas.</summary>
public enum ScheduleKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It is multiplied by gamma every step-size epochs.</summary>
    Step,

    /// <summary>It falls to 0 along half a cosine.</summary>
    Cosine,

    /// <summary>It is multiplied by plateau-factor when the loss on val has not fallen for more than plateau-patience epochs.</summary>
    Plateau,
}

/// <summary>How training pictures are varied.</summary>
public enum Augmentation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Half of them, other ones each epoch, are mirrored.</summary>
    Flip,
}
