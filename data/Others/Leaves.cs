using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Others;

/// <summary>
/// Dead leaves: textured objects of all sizes that hide one another, with a size distribution that gives the spectrum and the edges of
/// photographs (Lee, Mumford and Huang, "Occlusion models for natural images", 2001: radii of density r^-3).
/// </summary>
internal sealed class Leaves : IScene
{
    private const int Count = 320;
    private const float Largest = 1.4f;

    private readonly record struct Leaf(
        Vector2 Centre, float Radius, float Corners, float Turn, float Soft, Vector3 Colour, Vector2 Slope, float Texture, float Frequency);

    private readonly Leaf[] _leaves = new Leaf[Count];
    private readonly Backdrop _backdrop;
    private readonly ValueNoise _noise;

    internal Leaves(RandomStream random)
    {
        float smallest = random.Uniform(0.06f, 0.16f), colour = random.Uniform(0.08f, 0.3f), texture = random.Uniform(0.1f, 0.9f);
        var common = Palette.Draw(random, colour);
        float alike = random.Uniform(0, 0.6f);
        for (int i = 0; i < Count; i++)
        {
            // The inverse of the distribution of r^-3 between the bounds.
            float radius = 1 / MathF.Sqrt(Mix(1 / Square(smallest), 1 / Square(Largest), random.NextFloat()));
            _leaves[i] = new Leaf(
                new Vector2(random.Uniform(-1.3f, 1.3f), random.Uniform(-1.3f, 1.3f)), radius,
                random.NextFloat() < 0.5f ? 0 : 3 + random.NextInt(3), random.Uniform(0, 6.283f), random.Uniform(0.01f, 0.06f),
                Over(Palette.Draw(random, colour), common, alike), new Vector2(random.Normal(0, 0.35f), random.Normal(0, 0.35f)),
                texture * random.NextFloat(), random.Uniform(2, 14));
        }
        _backdrop = new Backdrop(random);
        _noise = new ValueNoise(random.NextUInt());
    }

    public Vector3 At(Vector2 canvas)
    {
        Vector3 colour = default;
        float open = 1;
        foreach (ref readonly var leaf in _leaves.AsSpan())
        {
            float cover = Cover(leaf, canvas);
            if (cover > 0)
            {
                colour += Paint(leaf, canvas) * (open * cover);
                open *= 1 - cover;
                if (open < 0.01f)
                {
                    return colour;
                }
            }
        }
        return colour + _backdrop.At(canvas) * open;
    }

    private static float Cover(in Leaf leaf, Vector2 canvas)
    {
        var p = canvas - leaf.Centre;
        float distance = p.Length();
        if (distance > leaf.Radius)
        {
            return 0;
        }
        if (leaf.Corners > 0)
        {
            float sector = 6.283185f / leaf.Corners, angle = MathF.Atan2(p.Y, p.X) + leaf.Turn;
            angle -= sector * MathF.Floor(angle / sector);
            distance *= MathF.Cos(angle - sector / 2) / MathF.Cos(sector / 2);
        }
        return Step(leaf.Radius, leaf.Radius - leaf.Soft, distance);
    }

    private Vector3 Paint(in Leaf leaf, Vector2 canvas)
    {
        var p = canvas - leaf.Centre;
        float grain = leaf.Texture * _noise.Fractal(canvas.X * leaf.Frequency + 50 * leaf.Turn, canvas.Y * leaf.Frequency, 3);
        return leaf.Colour * Math.Max(0.1f, 1 + Vector2.Dot(leaf.Slope, p / leaf.Radius) + 0.5f * grain);
    }
}
