using System.Numerics;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>Lips, and teeth where the mouth is open.</summary>
internal sealed class Mouth
{
    private readonly float _half, _smile, _upper, _lower, _open, _skew;
    private readonly bool _teeth;
    private readonly Vector3 _lips;

    internal Mouth(RandomStream random, Skin skin, float noseBase)
    {
        Height = noseBase + random.Uniform(0.19f, 0.27f);
        float mood = random.NextFloat();
        bool laughs = mood < 0.38f;
        _half = random.Uniform(0.18f, 0.25f) + (laughs ? random.Uniform(0.02f, 0.08f) : 0);
        _smile = laughs ? random.Uniform(0.3f, 0.85f) : random.Normal(0.05f, 0.2f);
        _open = laughs ? random.Uniform(0.02f, 0.095f) : random.NextFloat() < 0.25f ? random.Uniform(0.02f, 0.11f) : 0;
        _teeth = laughs || random.NextFloat() < 0.4f;
        _upper = random.Uniform(0.025f, 0.05f);
        _lower = random.Uniform(0.035f, 0.065f);
        _skew = random.Normal(0, 0.04f);
        bool painted = random.NextFloat() < 0.22f;
        var natural = skin.Tone * new Vector3(0.86f, 0.60f, 0.60f);
        _lips = painted
            ? new Vector3(random.Uniform(0.5f, 0.8f), random.Uniform(0.08f, 0.3f), random.Uniform(0.15f, 0.35f))
            : natural * random.Uniform(0.88f, 1.05f);
    }

    internal float Height { get; }

    internal Vector3 Paint(Vector3 skin, Vector3 light, float u, float v)
    {
        float a = u / _half;
        float bow = 1 - a * a;
        float down = v - Height - _skew * u + 0.11f * _smile * (a * a - 0.45f);
        if (bow < -0.5f || MathF.Abs(down) > 0.3f)
        {
            return skin;
        }
        float corner = Bump(Square((MathF.Abs(a) - 1.02f) / 0.2f) + Square(down / 0.05f));
        var colour = skin * (1 - 0.3f * corner);
        if (bow <= 0)
        {
            return colour;
        }
        float root = MathF.Sqrt(bow), gap = _open * bow;
        float cupid = 1 - 0.25f * Bump(Square(a / 0.16f));
        float top = -gap * 0.35f - _upper * root * cupid, bottom = gap * 0.65f + _lower * root;
        float lips = Step(top - 0.018f, top + 0.012f, down) * Step(bottom + 0.018f, bottom - 0.012f, down);
        float sheen = down > 0 ? 1.12f : 0.88f;
        colour = Over(colour, _lips * light * sheen, lips * 0.9f);
        if (gap > 0.004f && down > -0.35f * gap && down < 0.65f * gap)
        {
            return Inside(light, a, (down + 0.35f * gap) / gap);
        }
        float line = Bump(Square((down - 0.15f * gap) / 0.016f)) * (gap > 0.004f ? 0 : 1);
        return Over(colour, _lips * light * 0.25f, 0.8f * line);
    }

    private Vector3 Inside(Vector3 light, float a, float fromTop)
    {
        var dark = new Vector3(0.20f, 0.06f, 0.06f) * light;
        if (!_teeth)
        {
            return dark;
        }
        float gaps = 1 - 0.14f * Step(0.75f, 1, MathF.Abs(MathF.Sin(a * 11)));
        var teeth = new Vector3(0.93f, 0.90f, 0.83f) * light * gaps * (1 - 0.35f * a * a);
        return Over(dark, teeth, Step(0.85f, 0.65f, fromTop));
    }
}
