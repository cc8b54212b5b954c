using System.Numerics;

namespace ILGpuAutoencoders.Data.Drawing;

/// <summary>Rounds the cosine coefficients of 8x8 blocks, coarser for high frequencies and for colour, as JPEG does.</summary>
internal static class JpegTexture
{
    private const int Block = 8;

    // Row k: the k-th orthonormal cosine of DCT-II.
    private static readonly float[] s_cosines = MakeCosines();

    /// <param name="pixels">side x side colours; side a multiple of 8.</param>
    /// <param name="side">Side in pixels.</param>
    /// <param name="quantum">Rounding step of the lowest frequency of luminance, for values in a range of 1.</param>
    internal static void Apply(Vector3[] pixels, int side, float quantum)
    {
        Span<Vector3> block = stackalloc Vector3[Block * Block], scratch = stackalloc Vector3[Block * Block];
        for (int top = 0; top < side; top += Block)
        {
            for (int left = 0; left < side; left += Block)
            {
                for (int i = 0; i < block.Length; i++)
                {
                    block[i] = ToLumaChroma(pixels[(top + i / Block) * side + left + i % Block]);
                }
                Transform(block, scratch, forward: true);
                for (int i = 0; i < block.Length; i++)
                {
                    float step = quantum * (1 + 0.55f * (i / Block + i % Block));
                    block[i] = Quantise(block[i], new Vector3(step, 2 * step, 2 * step));
                }
                Transform(block, scratch, forward: false);
                for (int i = 0; i < block.Length; i++)
                {
                    pixels[(top + i / Block) * side + left + i % Block] = FromLumaChroma(block[i]);
                }
            }
        }
    }

    private static Vector3 Quantise(Vector3 value, Vector3 step)
    {
        var ratio = value / step;
        return new Vector3(MathF.Round(ratio.X), MathF.Round(ratio.Y), MathF.Round(ratio.Z)) * step;
    }

    // Rows are transformed into columns of the scratch, so that running the same pass twice does both directions.
    private static void Transform(Span<Vector3> block, Span<Vector3> scratch, bool forward)
    {
        Pass(block, scratch, forward);
        Pass(scratch, block, forward);
    }

    private static void Pass(ReadOnlySpan<Vector3> from, Span<Vector3> to, bool forward)
    {
        for (int row = 0; row < Block; row++)
        {
            for (int k = 0; k < Block; k++)
            {
                var sum = Vector3.Zero;
                for (int i = 0; i < Block; i++)
                {
                    sum += from[row * Block + i] * (forward ? s_cosines[k * Block + i] : s_cosines[i * Block + k]);
                }
                to[k * Block + row] = sum;
            }
        }
    }

    private static Vector3 ToLumaChroma(Vector3 c)
    {
        float luma = Shade.Luminance(c);
        return new Vector3(luma, (c.Z - luma) * 0.564f, (c.X - luma) * 0.713f);
    }

    private static Vector3 FromLumaChroma(Vector3 c) =>
        new(c.X + c.Z / 0.713f, c.X - c.Y * (0.114f / (0.587f * 0.564f)) - c.Z * (0.299f / (0.587f * 0.713f)), c.X + c.Y / 0.564f);

    private static float[] MakeCosines()
    {
        float[] cosines = new float[Block * Block];
        for (int k = 0; k < Block; k++)
        {
            double scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / Block);
            for (int i = 0; i < Block; i++)
            {
                cosines[k * Block + i] = (float)(scale * Math.Cos((2 * i + 1) * k * Math.PI / (2 * Block)));
            }
        }
        return cosines;
    }
}
