using System.Runtime.Intrinsics;

namespace ILGpuAutoencoders.Data.Drawing;

/// <summary>Smooth noise in [-1, 1] over the plane, from a hash of the lattice points.</summary>
internal readonly struct ValueNoise(uint seed)
{
    internal float At(float x, float y)
    {
        float cellX = MathF.Floor(x), cellY = MathF.Floor(y);
        int ix = (int)cellX, iy = (int)cellY;
        float fx = x - cellX, fy = y - cellY;
        fx = fx * fx * (3 - 2 * fx);
        fy = fy * fy * (3 - 2 * fy);
        var corners = Lattice(ix, iy);
        float top = Shade.Mix(corners[0], corners[1], fx), bottom = Shade.Mix(corners[2], corners[3], fx);
        return Shade.Mix(top, bottom, fy);
    }

    /// <summary>Octaves of halving size and height, in about [-1, 1].</summary>
    internal float Fractal(float x, float y, int octaves)
    {
        float sum = 0, height = 0.6f;
        for (int i = 0; i < octaves; i++)
        {
            sum += height * At(x, y);
            x = 2 * x + 17.3f;
            y = 2 * y - 9.1f;
            height *= 0.55f;
        }
        return sum;
    }

    // The lattice's values at (x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1).
    private Vector128<float> Lattice(int x, int y)
    {
        const uint StepX = 0x85EBCA6B, StepY = 0xC2B2AE35;
        uint left = (uint)x * StepX, top = (uint)y * StepY;
        var h = Vector128.Create(left, left + StepX, left, left + StepX) ^ Vector128.Create(top, top, top + StepY, top + StepY)
            ^ Vector128.Create(seed);
        h = (h ^ h >> 16) * 0x7FEB352Du;
        h = (h ^ h >> 15) * 0x846CA68Bu;
        return Vector128.ConvertToSingle(((h ^ h >> 16) >> 8).AsInt32()) * (2f / (1 << 24)) - Vector128<float>.One;
    }
}
