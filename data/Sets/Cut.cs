using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>Squares cut from larger pictures.</summary>
internal static class Cut
{
    /// <summary>Where the square is: anywhere, by (seed, epoch, picture), in training; in the middle in evaluation.</summary>
    /// <param name="margin">Side of the picture less that of the square.</param>
    /// <param name="seed">Key of the random numbers.</param>
    /// <param name="epoch">The epoch, or <see cref="Corruption.EvaluationEpoch"/>.</param>
    /// <param name="picture">Index of the picture in its set.</param>
    internal static (int Left, int Top) Place(int margin, ulong seed, uint epoch, uint picture)
    {
        if (epoch == Corruption.EvaluationEpoch)
        {
            return (margin / 2, margin / 2);
        }
        // Counter 0 of the same purpose is used for mirroring.
        (uint x, uint y, _, _) = Philox.Generate(1, picture, epoch, (uint)RandomPurpose.Augmentation, (uint)seed, (uint)(seed >> 32));
        uint places = (uint)margin + 1;
        return ((int)((ulong)x * places >> 32), (int)((ulong)y * places >> 32));
    }

    /// <summary>Copies a square of a picture of size x size pixels of three values.</summary>
    internal static void Copy(ReadOnlySpan<byte> picture, int size, (int Left, int Top) place, int side, Span<byte> square)
    {
        for (int row = 0; row < side; row++)
        {
            picture.Slice(3 * ((place.Top + row) * size + place.Left), 3 * side).CopyTo(square[(3 * row * side)..]);
        }
    }
}
