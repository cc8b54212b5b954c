namespace ILGpuAutoencoders.Models;

/// <summary>What training minimises, between output and target.</summary>
public enum LossKind
{
    /// <summary>The mean of squared differences.</summary>
    Mse,

    /// <summary>The mean of absolute differences.</summary>
    Mae,
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

/// <summary>How training pictures are varied.</summary>
public enum Augmentation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Half of them, other ones each epoch, are mirrored.</summary>
    Flip,
}
