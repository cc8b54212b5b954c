using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Others;

/// <summary>
/// A surface that fills the picture: stripes, checks, bricks, dots, pebbles, wood, marble or cloth, warped and lit unevenly.
/// </summary>
internal sealed class Texture : IScene
{
    private enum Sort
    {
        Stripes,
        Checks,
        Bricks,
        Dots,
        Pebbles,
        Wood,
        Marble,
        Cloth,
    }

    private readonly Sort _sort;
    private readonly float _scale, _warp, _warpScale, _share, _rough, _stretch;
    private readonly Matrix3x2 _turn;
    private readonly Vector2 _light;
    private readonly Vector3 _colour, _second;
    private readonly ValueNoise _noise;

    internal Texture(RandomStream random)
    {
        _sort = (Sort)random.NextInt(8);
        _scale = 2 * MathF.Pow(6, random.NextFloat());
        _turn = Matrix3x2.CreateRotation(random.Uniform(0, 6.283f))
            * Matrix3x2.CreateTranslation(random.Uniform(20, 60), random.Uniform(20, 60));
        _warp = random.NextFloat() < 0.5f ? 0 : random.Uniform(0.02f, 0.3f);
        _warpScale = random.Uniform(1, 4);
        _share = random.Uniform(0.25f, 0.75f);
        _rough = random.Uniform(0, 0.5f);
        _stretch = random.Uniform(1.5f, 3);
        _light = new Vector2(random.Normal(0, 0.2f), random.Normal(0, 0.2f));
        _colour = Palette.Draw(random, 0.35f);
        _second = Palette.Draw(random, 0.35f);
        _noise = new ValueNoise(random.NextUInt());
    }

    public Vector3 At(Vector2 canvas)
    {
        var p = Vector2.Transform(canvas, _turn);
        p += _warp * new Vector2(
            _noise.Fractal(p.X * _warpScale, p.Y * _warpScale, 2), _noise.Fractal(p.Y * _warpScale + 31, p.X * _warpScale, 2));
        p *= _scale;
        float grain = _rough * _noise.Fractal(p.X * 3 + 7, p.Y * 3, 3);
        return Over(_colour, _second, Math.Clamp(Pattern(p), 0, 1)) * Math.Max(0, 1 + grain + Vector2.Dot(_light, canvas));
    }

    private float Pattern(Vector2 p)
    {
        float x = p.X - MathF.Floor(p.X), y = p.Y - MathF.Floor(p.Y);
        switch (_sort)
        {
            case Sort.Stripes:
                return Edge(MathF.Abs(x - 0.5f), _share / 2);
            case Sort.Checks:
                return ((int)MathF.Floor(p.X) + (int)MathF.Floor(p.Y)) % 2 == 0 ? 1 : 0;
            case Sort.Bricks:
                float course = MathF.Floor(p.Y), along = p.X / _stretch + (course % 2 == 0 ? 0.5f : 0);
                along -= MathF.Floor(along);
                return Math.Max(Edge(along, 0.06f), Edge(y, 0.14f));
            case Sort.Dots:
                return Edge(new Vector2(x - 0.5f, y - 0.5f).Length(), _share * 0.6f);
            case Sort.Pebbles:
                return 2.2f * Pebble(p);
            case Sort.Wood:
                return 0.5f + 0.5f * MathF.Sin(6 * (p.Y + 0.8f * _noise.Fractal(p.X * 0.15f, p.Y, 3)));
            case Sort.Marble:
                return 1 - 1.6f * MathF.Abs(_noise.Fractal(p.X * 0.5f, p.Y * 0.5f, 5));
            default:
                bool over = ((int)MathF.Floor(p.X) + (int)MathF.Floor(p.Y)) % 2 == 0;
                return over ? MathF.Sin(MathF.PI * x) : 0.6f * MathF.Sin(MathF.PI * y);
        }
    }

    private static float Edge(float distance, float radius) => Step(radius + 0.05f, radius - 0.05f, distance);

    /// <summary>The distance to the nearest point, with one point per cell.</summary>
    private float Pebble(Vector2 p)
    {
        float nearest = 1;
        for (int i = 0; i < 9; i++)
        {
            float cellX = MathF.Floor(p.X) + i % 3 - 1, cellY = MathF.Floor(p.Y) + i / 3 - 1;
            var point = new Vector2(cellX + 0.5f + 0.45f * _noise.At(cellX, cellY), cellY + 0.5f + 0.45f * _noise.At(cellY, cellX + 77));
            nearest = Math.Min(nearest, Vector2.DistanceSquared(p, point));
        }
        return MathF.Sqrt(nearest) * 0.6f;
    }
}
