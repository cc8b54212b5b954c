using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>Stubble, moustache, goatee or full beard, or none.</summary>
internal sealed class Beard
{
    private readonly float _cheeks, _chin, _moustache, _line;
    private readonly ValueNoise _noise;

    internal Beard(RandomStream random, bool possible)
    {
        float kind = random.NextFloat(), density = random.Uniform(0.55f, 0.95f);
        _line = random.Uniform(-0.06f, 0.08f);
        _noise = new ValueNoise(random.NextUInt());
        if (!possible || kind < 0.45f)
        {
            return;
        }
        (_cheeks, _chin, _moustache) = kind switch
        {
            < 0.65f => (0.28f * density, 0.3f * density, 0.28f * density),
            < 0.75f => (0, 0, density),
            < 0.85f => (0, density, 0.9f * density),
            _ => (density, density, 0.9f * density),
        };
    }

    internal Vector3 Paint(Vector3 skin, Vector3 light, Vector3 hair, float u, float v, float noseBase, float mouthHeight)
    {
        float most = Math.Max(_cheeks, Math.Max(_chin, _moustache));
        if (most == 0 || v < -0.15f)
        {
            return skin;
        }
        float a = MathF.Abs(u);
        float edge = noseBase + 0.22f + _line - 0.75f * Square(Math.Max(0, a - 0.1f)) * 2;
        float lips = Bump(Square(u / 0.27f) + Square((v - mouthHeight) / 0.13f));
        float cheeks = _cheeks * Step(edge - 0.08f, edge + 0.10f, v) * (1 - Step(0, 0.25f, lips));
        float chin = _chin * Step(0.30f, 0.20f, a) * Step(mouthHeight + 0.09f, mouthHeight + 0.17f, v);
        chin = Math.Max(chin, _chin * Bump(Square((a - 0.27f) / 0.08f) + Square((v - mouthHeight - 0.06f) / 0.2f)));
        float middle = Mix(noseBase, mouthHeight, 0.58f);
        float moustache = _moustache * Step(1, 0.5f, Square(u / 0.27f) + Square((v - middle - 0.25f * a * a - 0.15f * a) / 0.065f));
        float cover = Math.Max(cheeks, Math.Max(chin, moustache));
        float strands = 1 + 0.3f * _noise.At(u * 34, v * 18) + 0.15f * _noise.At(u * 70, v * 45);
        return Over(skin, hair * light * strands, Math.Min(0.97f, cover * (0.9f + 0.2f * _noise.At(u * 30 + 9, v * 30))));
    }
}
