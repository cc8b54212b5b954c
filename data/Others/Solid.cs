using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Others;

/// <summary>A box, or a body turned on a lathe: its radius follows a profile from top to bottom.</summary>
internal sealed class Solid
{
    private readonly Vector2 _centre;
    private readonly float _half, _width, _turn, _stripes, _stripeDepth, _gloss, _edge;
    private readonly float[] _profile = new float[6];
    private readonly bool _isBox;
    private readonly Vector3 _colour, _second;
    private readonly ValueNoise _noise;

    internal Solid(RandomStream random, float scale)
    {
        _isBox = random.NextFloat() < 0.3f;
        _centre = new Vector2(random.Normal(0, 0.52f - 0.4f * scale), random.Normal(0.08f, 0.15f));
        _half = scale * random.Uniform(0.35f, 0.85f);
        _width = scale * random.Uniform(0.25f, 0.75f);
        _turn = random.NextFloat() < 0.6f ? random.Normal(0, 0.08f) : random.Uniform(-1.5f, 1.5f);
        bool isBall = random.NextFloat() < 0.25f;
        for (int i = 0; i < _profile.Length; i++)
        {
            float drawn = random.Uniform(0.25f, 1);
            _profile[i] = isBall ? MathF.Sqrt(1 - Square((i - 2.5f) / 2.55f)) : drawn;
        }
        _stripes = random.Uniform(4, 16);
        _stripeDepth = random.NextFloat() < 0.4f ? random.Uniform(0.3f, 0.9f) : 0;
        _gloss = random.Uniform(0, 0.6f);
        _edge = random.Uniform(-0.6f, 0.6f);
        _colour = Palette.Draw(random, 0.4f);
        _second = Palette.Draw(random, 0.4f);
        _noise = new ValueNoise(random.NextUInt());
    }

    /// <summary>The fraction of the light left at a point that the solid may shade.</summary>
    internal float Shadow(Vector2 canvas, Light light)
    {
        var foot = _centre + new Vector2(-0.35f * light.Direction.X * _half, _half * 0.95f);
        return 1 - 0.5f * Bump(Square((canvas.X - foot.X) / (1.3f * _width)) + Square((canvas.Y - foot.Y) / (0.22f * _half)));
    }

    internal Vector3 Paint(Vector3 below, Vector2 canvas, Light light)
    {
        (float sin, float cos) = MathF.SinCos(_turn);
        var p = canvas - _centre;
        p = new Vector2(cos * p.X - sin * p.Y, sin * p.X + cos * p.Y);
        float down = (p.Y / _half + 1) / 2;
        if (down is <= 0 or >= 1)
        {
            return below;
        }
        float across = p.X / (_width * (_isBox ? 1 : Radius(down)));
        if (MathF.Abs(across) >= 1)
        {
            return below;
        }
        float flare = (Radius(down + 0.01f) - Radius(down - 0.01f)) * _width / (0.04f * _half);
        var normal = _isBox
            ? new Vector3(across < _edge ? -0.75f : 0.6f, -0.1f, 0.7f)
            : new Vector3(across, -flare * 0.5f, MathF.Sqrt(1 - across * across));
        normal = Vector3.Normalize(new Vector3(cos * normal.X + sin * normal.Y, cos * normal.Y - sin * normal.X, normal.Z));
        float stripe = _stripeDepth * Step(-0.2f, 0.2f, MathF.Sin(down * _stripes));
        var paint = Over(_colour, _second, stripe) * (1 + 0.12f * _noise.Fractal(p.X * 8, p.Y * 8, 3));
        return paint * light.On(normal) + Grey(_gloss * light.Highlight(normal, 20));
    }

    private float Radius(float down)
    {
        float at = Math.Clamp(down, 0, 0.999f) * (_profile.Length - 1);
        int i = (int)at;
        return Mix(_profile[i], _profile[i + 1], Step(0, 1, at - i));
    }
}
