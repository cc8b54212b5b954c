using System.Numerics;
using ILGpuAutoencoders.Data.Corruptions;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Drawing;

/// <summary>What a camera adds: exposure, a little blur, vignette, grain, and the coarse frequencies of a JPEG.</summary>
internal sealed class Lens
{
    private readonly float _exposure, _contrast, _blur, _vignette, _grain, _saturation, _quantum;
    private readonly Vector3 _balance;
    private readonly uint _noiseSeed;

    internal Lens(RandomStream random)
    {
        _exposure = Math.Clamp(random.Normal(1, 0.15f), 0.62f, 1.45f);
        _contrast = random.Uniform(0.9f, 1.35f);
        _balance = new Vector3(1 + random.Normal(0, 0.025f), 1, 1 + random.Normal(0, 0.03f));
        _blur = random.NextFloat() < 0.35f ? random.Uniform(0.1f, 0.5f) : 0;
        _vignette = random.Uniform(0, 0.16f);
        _grain = random.Uniform(0.004f, 0.024f);
        _saturation = random.NextFloat() < 0.03f ? 0 : random.Uniform(0.75f, 1.15f);
        _quantum = random.Uniform(0.004f, 0.035f);
        _noiseSeed = random.NextUInt();
    }

    /// <summary>Develops side x side linear colours into bytes.</summary>
    internal void Develop(Vector3[] pixels, int side, Span<byte> rgb)
    {
        if (_blur > 0)
        {
            Blur(pixels, side);
        }
        Span<float> noise = stackalloc float[64];
        for (int i = 0; i < pixels.Length; i++)
        {
            if (i % 64 == 0)
            {
                GaussianNoise.FillGroup(noise, (uint)(i / 64), _noiseSeed, (uint)RandomPurpose.Faces, 1, 0);
            }
            float x = (i % side + 0.5f) / side * 2 - 1, y = (i / side + 0.5f) / side * 2 - 1;
            var colour = pixels[i] * _balance * (_exposure * (1 - _vignette * (x * x + y * y)));
            colour = Shade.Over(Shade.Grey(Shade.Luminance(colour)), colour, _saturation);
            colour = (colour - Shade.Grey(0.45f)) * _contrast + Shade.Grey(0.45f);
            pixels[i] = Vector3.Clamp(Roll(colour), Vector3.Zero, Vector3.One) + Shade.Grey(_grain * noise[i % 64]);
        }
        JpegTexture.Apply(pixels, side, _quantum);
        for (int i = 0; i < pixels.Length; i++)
        {
            var colour = Vector3.Clamp(pixels[i], Vector3.Zero, Vector3.One) * 255f + Shade.Grey(0.5f);
            rgb[3 * i] = (byte)colour.X;
            rgb[3 * i + 1] = (byte)colour.Y;
            rgb[3 * i + 2] = (byte)colour.Z;
        }
    }

    // Highlights bend towards white instead of being cut.
    private static Vector3 Roll(Vector3 colour)
    {
        static float Bend(float value) => value > 0.8f ? 0.8f + 0.2f * (1 - MathF.Exp((0.8f - value) * 5)) : value;
        return new Vector3(Bend(colour.X), Bend(colour.Y), Bend(colour.Z));
    }

    private void Blur(Vector3[] pixels, int side)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            int step = pass == 0 ? 1 : side, line = pass == 0 ? side : 1;
            for (int row = 0; row < side; row++)
            {
                var before = pixels[row * line];
                for (int i = 0; i < side; i++)
                {
                    int at = row * line + i * step;
                    Vector3 here = pixels[at], after = i + 1 < side ? pixels[at + step] : here;
                    pixels[at] = Shade.Over(here, (before + 2 * here + after) * 0.25f, _blur);
                    before = here;
                }
            }
        }
    }
}
