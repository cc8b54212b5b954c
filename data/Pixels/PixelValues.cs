using System.Numerics;

namespace ILGpuAutoencoders.Data;

/// <summary>8-bit values and floats in [0, 1].</summary>
public static class PixelValues
{
    /// <summary>value / 255 for each byte.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="values">As many floats, in [0, 1].</param>
    public static void ToUnit(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, bytes.Length);
        int i = 0, lanes = Vector<float>.Count;
        var full = new Vector<float>(255f);
        for (; i <= bytes.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(bytes[i..]), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            var at = values.Slice(i, Vector<byte>.Count);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(a)) / full).CopyTo(at);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(b)) / full).CopyTo(at[lanes..]);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(c)) / full).CopyTo(at[(2 * lanes)..]);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(d)) / full).CopyTo(at[(3 * lanes)..]);
        }
        for (; i < bytes.Length; i++)
        {
            values[i] = bytes[i] / 255f;
        }
    }

    /// <summary>Each float clamped to [0, 1] and rounded to the nearest of 256 levels; NaN becomes 0.</summary>
    /// <param name="values">The floats.</param>
    /// <param name="bytes">As many bytes.</param>
    public static void ToBytes(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            bytes[i] = value > 0 ? (byte)(MathF.Min(value, 1) * 255f + 0.5f) : (byte)0;
        }
    }

    /// <summary>A picture of floats, each brought to 8 bits as by <see cref="ToBytes"/>.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="values">height x width x 3 floats.</param>
    public static Picture ToPicture(int width, int height, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length];
        ToBytes(values, bytes);
        return new Picture(width, height, bytes);
    }
}
