using System.Numerics;
using System.Runtime.InteropServices;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Batches;

/// <summary>Random mirroring of training pictures.</summary>
internal static class Mirror
{
    /// <summary>Whether a picture is mirrored in an epoch: a fair coin keyed by (seed, epoch, picture).</summary>
    internal static bool IsDrawn(ulong seed, uint epoch, uint picture) =>
        (Philox.Generate(0, picture, epoch, (uint)RandomPurpose.Augmentation, (uint)seed, (uint)(seed >> 32)).X & 1) != 0;

    /// <summary>Mirrors a picture left to right in place.</summary>
    internal static void Rows(Span<float> picture, PictureShape shape)
    {
        if (shape.Channels == PictureShape.Rgb)
        {
            ReverseRows(MemoryMarshal.Cast<float, Vector3>(picture), shape);
        }
        else
        {
            ReverseRows(picture, shape);
        }
    }

    private static void ReverseRows<T>(Span<T> pixels, PictureShape shape)
    {
        for (int row = 0; row < shape.Height; row++)
        {
            pixels.Slice(row * shape.Width, shape.Width).Reverse();
        }
    }
}
