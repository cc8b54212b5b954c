using System.Numerics;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>The nose and the rest of the face's relief: heights over the head's smooth surface, and the nose's shadow.</summary>
internal sealed class Nose
{
    private readonly float _width, _bridge, _tip, _nostril, _height;
    private readonly float _brow, _socket, _cheek, _chin, _lip;

    internal Nose(RandomStream random)
    {
        Base = random.Uniform(0.35f, 0.45f);
        _width = random.Uniform(0.10f, 0.17f);
        _bridge = random.Uniform(0.045f, 0.075f);
        _tip = random.Uniform(0.085f, 0.125f);
        _height = random.Uniform(0.10f, 0.19f);
        _nostril = random.Uniform(0.25f, 0.7f);
        _brow = random.Uniform(0.0f, 0.035f);
        _socket = random.Uniform(0.03f, 0.07f);
        _cheek = random.Uniform(0.015f, 0.06f);
        _chin = random.Uniform(0.02f, 0.06f);
        _lip = random.Uniform(0.015f, 0.035f);
    }

    /// <summary>Where the nose ends above the lip.</summary>
    internal float Base { get; }

    /// <summary>Height over the smooth head, in head units.</summary>
    internal float Relief(float u, float v, float eyeSpacing, float eyeHeight, float mouthHeight)
    {
        float a = MathF.Abs(u), rise = Math.Clamp((v - eyeHeight + 0.12f) / (Base - eyeHeight + 0.12f), 0, 1);
        float end = Step(Base + 0.035f, Base - 0.045f, v);
        float half = Mix(_bridge, _tip, rise);
        float height = _height * rise * Bump(Square(u / (2.1f * half))) * end;
        height += 0.04f * Bump((Square(a - 0.62f * _width) + Square((v - Base + 0.04f) * 1.1f)) / Square(0.085f));
        height += _brow * Bump(Square((a - 0.25f) / 0.3f) + Square((v - eyeHeight + 0.17f) / 0.12f));
        height -= _socket * Bump(Square((a - eyeSpacing) / 0.22f) + Square((v - eyeHeight) / 0.16f));
        height += _cheek * Bump(Square((a - 0.42f) / 0.24f) + Square((v - 0.28f) / 0.2f));
        height += _chin * Bump(Square(u / 0.25f) + Square((v - 0.86f) / 0.16f));
        height += _lip * Bump(Square(u / 0.26f) + Square((v - mouthHeight) / 0.11f));
        height -= 0.02f * Bump(Square(u / 0.2f) + Square((v - mouthHeight - 0.13f) / 0.06f));
        return height;
    }

    /// <summary>How much of the key light gets past the nose to a point; <paramref name="light"/> points at it in head space.</summary>
    internal float Lit(float u, float v, Vector3 light)
    {
        float reach = _height / Math.Max(0.35f, light.Z);
        float shiftU = -light.X * reach * 0.8f, shiftV = -light.Y * reach * 0.8f;
        float along = Square((u - shiftU) / (0.07f + _tip)) + Square((v - Base + 0.06f - shiftV) / 0.16f);
        return 1 - 0.65f * Bump(along) * Step(0.02f, 0.10f, MathF.Abs(shiftU) + MathF.Abs(shiftV));
    }

    internal Vector3 Paint(Vector3 skin, float u, float v)
    {
        float a = MathF.Abs(u);
        float hole = Bump(Square((a - 0.5f * _width) / 0.045f) + Square((v - Base - 0.005f) / 0.026f));
        float wing = Bump(Square((a - _width - 0.01f) / 0.025f) + Square((v - Base + 0.05f) / 0.07f));
        float under = Bump(Square(u / _width) + Square((v - Base - 0.035f) / 0.04f));
        return skin * (1 - _nostril * hole) * (1 - 0.2f * wing) * (1 - 0.15f * under);
    }
}
