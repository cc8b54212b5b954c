namespace ILGpuAutoencoders.Models;

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

    /// <summary>Half of them, different ones each epoch, are mirrored.</summary>
    Flip,
}
