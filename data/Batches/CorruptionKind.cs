namespace ILGpuAutoencoders.Data;

/// <summary>How an input is corrupted.</summary>
public enum CorruptionKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>clamp(x + s·N(0,1), 0, 1) for every value.</summary>
    Gaussian,

    /// <summary>A fraction s of the pixels becomes black or white, all three channels alike.</summary>
    SaltPepper,

    /// <summary>A square of s of the area becomes black.</summary>
    Mask,
}
