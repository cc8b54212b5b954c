namespace ILGpuAutoencoders.Data.Faces;

/// <summary>Smooth noise in [-1, 1] over the plane, from a hash of the lattice points.</summary>
internal readonly struct ValueNoise(uint seed)
{
    public float At(float x, float y)
    {
        float cellX = MathF.Floor(x), cellY = MathF.Floor(y);
        int ix = (int)cellX, iy = (int)cellY;
        float fx = x - cellX, fy = y - cellY;
        fx = fx * fx * (3 - 2 * fx);
        fy = fy * fy * (3 - 2 * fy);
        float top = Shade.Mix(Lattice(ix, iy), Lattice(ix + 1, iy), fx);
        float bottom = Shade.Mix(Lattice(ix, iy + 1), Lattice(ix + 1, iy + 1), fx);
        return Shade.Mix(top, bottom, fy);
    }

    /// <summary>Octaves of halving size and height, in about [-1, 1].</summary>
    public float Fractal(float x, float y, int octaves)
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

    private float Lattice(int x, int y)
    {
        uint h = seed ^ (uint)x * 0x85EBCA6Bu ^ (uint)y * 0xC2B2AE35u;
        h = (h ^ h >> 16) * 0x7FEB352Du;
        h = (h ^ h >> 15) * 0x846CA68Bu;
        return ((h ^ h >> 16) >> 8) * (2f / (1 << 24)) - 1;
    }
}
