using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>Skin: a tone between pale and deep, redness where blood is near, mottling, freckles and the creases of age.</summary>
internal sealed class Skin
{
    private static readonly Vector3[] s_tones =
    [
        new(0.95f, 0.80f, 0.71f), new(0.91f, 0.73f, 0.61f), new(0.86f, 0.66f, 0.53f), new(0.79f, 0.58f, 0.44f),
        new(0.68f, 0.47f, 0.34f), new(0.54f, 0.36f, 0.25f), new(0.41f, 0.27f, 0.19f), new(0.30f, 0.20f, 0.15f),
    ];

    private readonly Vector3 _tone;
    private readonly float _redness, _mottling, _freckles, _age;
    private readonly ValueNoise _noise;

    internal Skin(RandomStream random)
    {
        float place = 7 * MathF.Pow(random.NextFloat(), 1.3f);
        int index = Math.Min(6, (int)place);
        Vector3 tint = new(random.Normal(0, 0.015f), random.Normal(0, 0.012f), random.Normal(0, 0.02f));
        _tone = Over(s_tones[index], s_tones[index + 1], place - index) + tint;
        Depth = place / 7;
        _redness = random.Uniform(0.02f, 0.16f) * (1 - 0.6f * Depth);
        _mottling = random.Uniform(0.015f, 0.06f);
        _freckles = random.NextFloat() < 0.12f && Depth < 0.4f ? random.Uniform(0.3f, 1) : 0;
        _age = random.NextFloat() < 0.4f ? random.Uniform(0.3f, 1) : random.Uniform(0, 0.2f);
        _noise = new ValueNoise(random.NextUInt());
    }

    /// <summary>0 for the palest skin, 1 for the deepest.</summary>
    internal float Depth { get; }

    internal Vector3 Tone => _tone;

    /// <summary>From 0, young, to 1, old.</summary>
    internal float Age => _age;

    /// <summary>The unlit colour at a point of the face.</summary>
    internal Vector3 At(float u, float v)
    {
        float blood = Bump(Square((MathF.Abs(u) - 0.38f) / 0.30f) + Square((v - 0.34f) / 0.26f))
            + 0.8f * Bump(Square(u / 0.16f) + Square((v - 0.36f) / 0.16f));
        var colour = _tone * (1 + _mottling * _noise.Fractal(u * 9, v * 9, 3));
        colour += new Vector3(0.25f, -0.45f, -0.35f) * (_redness * blood);
        if (_freckles > 0)
        {
            float spots = Step(0.45f, 0.75f, _noise.At(u * 22 + 50, v * 22)) * Bump(Square(u / 0.7f) + Square((v - 0.22f) / 0.4f));
            colour -= new Vector3(0.16f, 0.17f, 0.15f) * (_freckles * spots);
        }
        if (_age > 0.25f)
        {
            colour *= 1 - _age * Creases(u, v);
        }
        return colour;
    }

    private static float Creases(float u, float v)
    {
        float a = MathF.Abs(u);
        float fold = Bump(Square((a - 0.17f - 0.28f * (v - 0.36f)) / 0.035f) + Square((v - 0.52f) / 0.2f));
        float forehead = Bump(Square(u / 0.5f) + Square((v + 0.42f) / 0.16f)) * Step(0.45f, 0.9f, MathF.Sin(v * 62 + 2 * u * u));
        float bags = Bump(Square((a - 0.3f) / 0.16f) + Square((v - 0.13f) / 0.045f));
        return 0.22f * fold + 0.12f * forehead + 0.16f * bags;
    }
}
