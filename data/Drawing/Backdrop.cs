using System.Numerics;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Drawing;

/// <summary>The background: a gradient, out-of-focus patches, lights and panels, foliage or curtains.</summary>
internal sealed class Backdrop
{
    private readonly record struct Patch(Vector2 Centre, Vector2 Half, float Soft, bool Square, float Turn, Vector3 Colour, float Cover);

    private readonly Vector3 _top, _bottom, _texture;
    private readonly float _angle, _mottling, _grain, _frequency, _curtain, _curtainDepth;
    private readonly Patch[] _patches;
    private readonly ValueNoise _noise;

    internal Backdrop(RandomStream random)
    {
        float busy = random.NextFloat();
        _top = Palette.Draw(random, 0.24f);
        _bottom = Over(_top, Palette.Draw(random, 0.24f), random.Uniform(0.1f, 0.8f));
        _texture = Palette.Draw(random, 0.24f);
        _angle = random.Uniform(0, 6.283f);
        _mottling = busy < 0.25f ? random.Uniform(0, 0.2f) : random.Uniform(0.2f, 1.2f);
        _frequency = random.Uniform(1.2f, 6);
        _grain = random.Uniform(0, 0.9f) * busy;
        bool curtain = random.NextFloat() < 0.15f;
        _curtain = random.Uniform(8, 30);
        _curtainDepth = curtain ? random.Uniform(0.1f, 0.35f) : 0;
        _noise = new ValueNoise(random.NextUInt());
        float sharp = random.NextFloat();
        _patches = new Patch[busy < 0.12f ? 0 : 4 + random.NextInt(14)];
        for (int i = 0; i < _patches.Length; i++)
        {
            bool square = random.NextFloat() < 0.55f;
            var half = new Vector2(random.Uniform(0.06f, 0.6f), random.Uniform(0.06f, 0.9f));
            _patches[i] = new Patch(
                new Vector2(random.Uniform(-1.1f, 1.1f), random.Uniform(-1.1f, 1.1f)), square ? half : new Vector2(half.X),
                0.02f + 0.35f * sharp * random.NextFloat(), square, random.Normal(0, 0.15f),
                Palette.Draw(random, 0.24f), random.Uniform(0.3f, 1));
        }
    }

    internal Vector3 At(Vector2 canvas)
    {
        float along = 0.5f + 0.5f * (canvas.X * MathF.Sin(_angle) + canvas.Y * MathF.Cos(_angle));
        var colour = Over(_top, _bottom, Step(-0.2f, 1.2f, along));
        float mottle = _noise.Fractal(canvas.X * _frequency, canvas.Y * _frequency, 3);
        colour = Over(colour, _texture, Math.Clamp(_mottling * mottle, 0, 1));
        foreach (ref readonly var patch in _patches.AsSpan())
        {
            colour = Over(colour, patch.Colour, patch.Cover * Inside(patch, canvas));
        }
        float folds = _curtainDepth * MathF.Sin(canvas.X * _curtain + 2 * _noise.At(canvas.X * 2, canvas.Y));
        float grain = 0.25f * _grain * _noise.Fractal(canvas.X * 14 + 40, canvas.Y * 14, 2);
        return colour * (1 + folds + grain);
    }

    private static float Inside(in Patch patch, Vector2 canvas)
    {
        var p = canvas - patch.Centre;
        if (!patch.Square)
        {
            float radius = patch.Half.X;
            return Step(radius * (1 + patch.Soft), radius * (1 - patch.Soft), p.Length());
        }
        p = new Vector2(MathF.Abs(p.X + patch.Turn * p.Y), MathF.Abs(p.Y - patch.Turn * p.X));
        float soft = patch.Soft * 0.4f;
        return Step(patch.Half.X + soft, patch.Half.X - soft, p.X) * Step(patch.Half.Y + soft, patch.Half.Y - soft, p.Y);
    }
}
