namespace ILGpuAutoencoders.Data;

/// <summary>How an input is corrupted.</summary>
public enum CorruptionKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>clamp(x + s·N(0,1), 0, 1) for every value.</summary>
    Gaussian,

    /// <summary>x + s·N(0,1) for every value: what lies below 0 or above 1 stays there.</summary>
    GaussianUnclamped,

    /// <summary>A fraction s of the pixels becomes black or white, all three channels alike.</summary>
    SaltPepper,

    /// <summary>A square of s of the area becomes black.</summary>
    Mask,
}
