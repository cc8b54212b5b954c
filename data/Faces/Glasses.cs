using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>Glasses in a plane in front of the eyes, with temples to the ears; clear or dark, or none.</summary>
internal sealed class Glasses
{
    private readonly bool _worn, _dark, _rimless;
    private readonly float _halfWidth, _halfHeight, _round, _frame, _drop, _glare;
    private readonly Vector3 _colour;

    internal Glasses(RandomStream random)
    {
        float kind = random.NextFloat();
        _worn = kind < 0.24f;
        _dark = kind < 0.04f;
        _rimless = kind is >= 0.04f and < 0.09f;
        _halfWidth = random.Uniform(0.16f, 0.215f);
        _halfHeight = random.Uniform(0.095f, 0.17f);
        _round = random.Uniform(0.3f, 1) * _halfHeight;
        _frame = random.Uniform(0.014f, 0.042f);
        _drop = random.Uniform(0, 0.05f);
        _glare = random.NextFloat() < 0.4f ? random.Uniform(0.1f, 0.5f) : random.Uniform(0, 0.08f);
        var metal = Grey(random.Uniform(0.35f, 0.7f));
        var plastic = new Vector3(random.Uniform(0.03f, 0.3f), random.Uniform(0.03f, 0.18f), random.Uniform(0.03f, 0.2f));
        _colour = _frame < 0.022f ? metal : plastic;
    }

    internal Vector3 Paint(Vector3 below, Head head, Light light, Eyes eyes, Vector3 from)
    {
        if (!_worn)
        {
            return below;
        }
        var sight = head.ToViewer;
        float plane = head.Depth * 0.99f;
        float z = (plane - from.Z) / sight.Z;
        float u = from.X + z * sight.X, v = from.Y + z * sight.Y - eyes.Height - _drop;
        float a = MathF.Abs(u) - eyes.Spacing;
        var shown = light.On(Vector3.UnitZ);
        var colour = below;
        float frame = _rimless ? 0.4f * _frame : _frame;
        float lens = Distance(a, v);
        if (lens < 0)
        {
            float streak = Step(0.05f, 0.02f, MathF.Abs(a + 0.7f * v + 0.02f)) * _glare;
            colour = _dark ? Over(colour, Grey(0.05f + 0.10f * Step(-0.1f, 0.1f, v)) * shown, 0.93f) : colour * 0.95f;
            colour = Over(colour, Vector3.One, streak);
        }
        float rim = Step(frame * 0.6f + 0.006f, frame * 0.6f - 0.006f, MathF.Abs(lens));
        float bridge = MathF.Abs(u) < eyes.Spacing - _halfWidth
            ? Step(frame * 0.7f, frame * 0.4f, MathF.Abs(v + 0.25f * _halfHeight + 0.4f * u * u)) : 0;
        float cover = Math.Max(rim * (_rimless ? 0.5f : 1), bridge);
        return Over(Temple(colour, head, eyes, shown, from, u), _colour * shown, cover);
    }

    // The temple on the side turned to the viewer: a bar on the side of the head, seen where the line of sight misses the lens.
    private Vector3 Temple(Vector3 below, Head head, Eyes eyes, Vector3 shown, Vector3 from, float u)
    {
        if (MathF.Abs(u) < eyes.Spacing + _halfWidth || !head.Meet(from, 1.03f, out var at) || at.Z < -0.05f)
        {
            return below;
        }
        float v = at.Y - eyes.Height - _drop + 0.3f * _halfHeight;
        return Over(below, _colour * shown, 0.9f * Step(0.04f, 0.018f, MathF.Abs(v)));
    }

    private float Distance(float a, float v)
    {
        float x = MathF.Abs(a) - _halfWidth + _round, y = MathF.Abs(v) - _halfHeight + _round;
        float outside = MathF.Sqrt(Square(Math.Max(x, 0)) + Square(Math.Max(y, 0)));
        return outside + Math.Min(Math.Max(x, y), 0) - _round;
    }
}
