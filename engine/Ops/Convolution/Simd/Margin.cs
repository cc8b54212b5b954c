namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>The border of zeros along one axis of a picture; positions that do not fit are cut off.</summary>
internal readonly record struct Margin
{
    /// <param name="side">Positions of the picture.</param>
    /// <param name="before">Zeros before the first of them.</param>
    /// <param name="padded">Positions of the padded picture.</param>
    internal Margin(int side, int before, int padded)
    {
        (Side, Padded) = (side, padded);
        Before = Math.Min(before, padded);
        Kept = Math.Min(side, padded - Before);
    }

    internal int Side { get; }

    internal int Padded { get; }

    /// <summary>Zeros before the picture.</summary>
    internal int Before { get; }

    /// <summary>Positions of the picture that fit.</summary>
    internal int Kept { get; }

    /// <summary>Zeros after the picture.</summary>
    internal int After => Padded - Before - Kept;

    /// <summary>For the image side of a convolution.</summary>
    internal static Margin ForPatches(Axis axis) => new(axis.In, axis.Padding, axis.Reach);
}
