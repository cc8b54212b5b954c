using System.Numerics;
using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Crops and resizes: exact area average along an axis that shrinks, bilinear with half-pixel centres along one that grows, rounded to 8
/// bits once at the end. Integer arithmetic throughout, so that every machine gives the same bytes.
/// </summary>
public static class PixelResizer
{
    internal const int MaxSide = 65_535;

    [ThreadStatic]
    private static uint[]? s_rowsOfThread;

    /// <summary>A square of the picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="crop">The area to keep.</param>
    /// <param name="side">Side of the result in pixels.</param>
    public static Picture Resize(Picture picture, Crop crop, int side)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        byte[] pixels = new byte[picture.Channels * side * side];
        Resize(picture, crop.Apply(picture.Width, picture.Height), side, side, pixels);
        return new Picture(side, side, pixels);
    }

    /// <summary>Resizes a rectangle of a picture.</summary>
    /// <param name="picture">The picture; no side above 65,535 pixels.</param>
    /// <param name="from">The rectangle.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="destination">height x width x channels bytes.</param>
    internal static void Resize(Picture picture, (int X, int Y, int Width, int Height) from, int width, int height, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(picture.Width, picture.Height), MaxSide, nameof(picture));
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, picture.Channels * width * height);
        AxisTaps down = AxisTaps.For(from.Height, height), across = AxisTaps.For(from.Width, width);
        int channels = picture.Channels, rowLength = channels * from.Width;
        uint[] row = s_rowsOfThread is { } kept && kept.Length >= rowLength ? kept : s_rowsOfThread = new uint[rowLength];
        ulong total = (ulong)down.Sum * across.Sum;
        for (int y = 0; y < height; y++)
        {
            var sums = row.AsSpan(0, rowLength);
            sums.Clear();
            for (int tap = down.Start[y]; tap < down.Start[y + 1]; tap++)
            {
                int sourceRow = from.Y + down.First[y] + tap - down.Start[y];
                AddRow(picture.Pixels.Slice(channels * (sourceRow * picture.Width + from.X), rowLength), down.Weights[tap], sums);
            }
            var target = destination.Slice(channels * y * width, channels * width);
            if (channels == PictureShape.Grey)
            {
                MixGrey(sums, across, total, target);
            }
            else
            {
                MixColumns(sums, across, total, target);
            }
        }
    }

    private static void AddRow(ReadOnlySpan<byte> source, uint weight, Span<uint> sums)
    {
        int i = 0;
        var factor = new Vector<uint>(weight);
        int lanes = Vector<uint>.Count;
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(source[i..]), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            var at = sums.Slice(i, Vector<byte>.Count);
            (new Vector<uint>(at) + a * factor).CopyTo(at);
            (new Vector<uint>(at[lanes..]) + b * factor).CopyTo(at[lanes..]);
            (new Vector<uint>(at[(2 * lanes)..]) + c * factor).CopyTo(at[(2 * lanes)..]);
            (new Vector<uint>(at[(3 * lanes)..]) + d * factor).CopyTo(at[(3 * lanes)..]);
        }
        for (; i < source.Length; i++)
        {
            sums[i] += source[i] * weight;
        }
    }

    private static void MixGrey(ReadOnlySpan<uint> sums, AxisTaps across, ulong total, Span<byte> destination)
    {
        for (int x = 0; x < across.Outputs; x++)
        {
            ulong sum = 0;
            ReadOnlySpan<uint> weights = across.Weights.AsSpan(across.Start[x]..across.Start[x + 1]);
            var pixels = sums.Slice(across.First[x], weights.Length);
            for (int tap = 0; tap < weights.Length; tap++)
            {
                sum += (ulong)weights[tap] * pixels[tap];
            }
            destination[x] = (byte)((2 * sum + total) / (2 * total));
        }
    }

    private static void MixColumns(ReadOnlySpan<uint> sums, AxisTaps across, ulong total, Span<byte> destination)
    {
        for (int x = 0; x < across.Outputs; x++)
        {
            ulong r = 0, g = 0, b = 0;
            ReadOnlySpan<uint> weights = across.Weights.AsSpan(across.Start[x]..across.Start[x + 1]);
            var pixels = sums.Slice(3 * across.First[x], 3 * weights.Length);
            for (int tap = 0; tap < weights.Length; tap++)
            {
                ulong weight = weights[tap];
                r += weight * pixels[3 * tap];
                g += weight * pixels[3 * tap + 1];
                b += weight * pixels[3 * tap + 2];
            }
            destination[3 * x] = (byte)((2 * r + total) / (2 * total));
            destination[3 * x + 1] = (byte)((2 * g + total) / (2 * total));
            destination[3 * x + 2] = (byte)((2 * b + total) / (2 * total));
        }
    }
}
