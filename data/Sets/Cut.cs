using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>Rectangles cut from larger pictures.</summary>
internal static class Cut
{
    /// <summary>Where the rectangle is: anywhere, by (seed, epoch, picture), in training; in the middle in evaluation.</summary>
    /// <param name="whole">Size of the picture.</param>
    /// <param name="size">Size of the rectangle.</param>
    /// <param name="seed">Key of the random numbers.</param>
    /// <param name="epoch">The epoch, or <see cref="Corruption.EvaluationEpoch"/>.</param>
    /// <param name="picture">Index of the picture in its set.</param>
    internal static (int Left, int Top) Place(ImageSize whole, ImageSize size, ulong seed, uint epoch, uint picture)
    {
        int across = whole.Width - size.Width, down = whole.Height - size.Height;
        if (epoch == Corruption.EvaluationEpoch)
        {
            return (across / 2, down / 2);
        }
        // Counter 0 of the same purpose is used for mirroring.
        (uint x, uint y, _, _) = Philox.Generate(1, picture, epoch, (uint)RandomPurpose.Augmentation, (uint)seed, (uint)(seed >> 32));
        return ((int)((ulong)x * ((uint)across + 1) >> 32), (int)((ulong)y * ((uint)down + 1) >> 32));
    }

    /// <summary>Copies a rectangle of a picture.</summary>
    internal static void Copy(
        ReadOnlySpan<byte> picture, PictureShape shape, (int Left, int Top) place, ImageSize size, Span<byte> part)
    {
        int channels = shape.Channels, length = channels * size.Width;
        for (int row = 0; row < size.Height; row++)
        {
            picture.Slice(channels * ((place.Top + row) * shape.Width + place.Left), length).CopyTo(part[(row * length)..]);
        }
    }
}
