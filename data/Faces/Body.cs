using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>Neck, shoulders and clothes.</summary>
internal sealed class Body
{
    private enum Cut
    {
        Round,
        Wide,
        Shirt,
        Suit,
        High,
    }

    private readonly Cut _cut;
    private readonly float _neck, _shoulder, _slope, _lean, _opening, _stripes, _stripeDepth, _check, _folds;
    private readonly Vector3 _cloth, _second, _tie;
    private readonly ValueNoise _noise;

    internal Body(RandomStream random)
    {
        _cut = (Cut)random.NextInt(5);
        _neck = random.Uniform(0.36f, 0.50f);
        _shoulder = random.Uniform(1.12f, 1.38f);
        _slope = random.Uniform(0.22f, 0.5f);
        _lean = random.Normal(0, 0.10f);
        _opening = random.Uniform(0.2f, 0.6f);
        _cloth = Palette.Draw(random, 0.28f);
        _second = _cut == Cut.Suit ? Grey(random.Uniform(0.75f, 0.95f)) : Palette.Draw(random, 0.28f);
        _tie = Palette.Draw(random, 0.28f);
        if (_cut == Cut.Suit)
        {
            _cloth = Over(_cloth, Grey(0.12f), 0.75f);
        }
        float pattern = random.NextFloat();
        _stripes = random.Uniform(8, 26);
        _stripeDepth = pattern < 0.2f ? random.Uniform(0.3f, 0.9f) : 0;
        _check = pattern is >= 0.2f and < 0.32f ? random.Uniform(0.2f, 0.7f) : 0;
        _folds = random.Uniform(0.05f, 0.22f);
        _noise = new ValueNoise(random.NextUInt());
    }

    internal Vector3 Paint(Vector3 below, Head head, Light light, Skin skin, Vector2 canvas)
    {
        var p = (canvas - head.Centre) / head.Scale;
        float down = p.Y;
        if (down < 0.3f)
        {
            return below;
        }
        var root = head.ToView(new Vector3(0, 0.55f, -0.35f));
        float middle = Mix(root.X, _lean, Step(0.5f, 1.4f, down));
        float x = p.X - middle;
        float half = _neck * (1 + 0.5f * Square(Math.Max(0, (down - 0.95f) / 0.5f)));
        var colour = below;
        if (MathF.Abs(x) < half)
        {
            float round = x / half;
            var normal = new Vector3(round * 0.9f, 0.1f, MathF.Sqrt(1 - 0.8f * round * round));
            float shadow = 0.45f + 0.5f * Step(0.85f, 1.5f, down - 0.1f * light.Direction.Y);
            colour = Over(colour, skin.Tone * light.On(normal, shadow, 0.4f + 0.6f * shadow), Step(half, half - 0.04f, MathF.Abs(x)));
        }
        return Clothes(colour, light, x, down, half);
    }

    private Vector3 Clothes(Vector3 below, Light light, float x, float down, float neck)
    {
        float a = MathF.Abs(x);
        float line = _shoulder + _slope * Square(Math.Max(0, a - 0.35f)) + (a > 1.3f ? 2.2f * Square(a - 1.3f) : 0);
        line -= 0.10f * Bump(Square((a - neck) / 0.4f));
        float cover = Step(line - 0.02f, line + 0.03f, down);
        float depth = _cut switch { Cut.Round => 0.16f, Cut.Wide => _opening * 0.7f, Cut.High => -0.16f, _ => _opening };
        float width = _cut switch { Cut.Wide => 0.75f, Cut.Shirt or Cut.Suit => 0.34f, _ => 0.45f };
        float hole = _cut is Cut.Shirt or Cut.Suit
            ? Step(0, 0.05f, depth * (1 - a / width) - (down - _shoulder) * 0.9f)
            : Step(0, 0.05f, depth * (1 - Square(a / width)) - (down - _shoulder));
        if (_cut == Cut.High)
        {
            cover = Math.Max(cover, Step(_shoulder - 0.22f, _shoulder - 0.17f, down) * Step(neck + 0.05f, neck + 0.01f, a));
            hole = 0;
        }
        if (cover <= 0)
        {
            return below;
        }
        var normal = Vector3.Normalize(new Vector3(0.55f * x, -0.35f * Step(0.5f, 0, down - line), 1));
        float folds = 1 + _folds * _noise.Fractal(x * 3 + 0.8f * down, down * 2.2f, 3) + 0.04f * _noise.At(x * 40, down * 40);
        var cloth = Over(_cloth, _second, Pattern(x, down));
        var shown = light.On(normal) * folds;
        float rim = Bump(Square(hole - 0.5f) * 4) * 0.3f;
        var inner = below;
        if (_cut == Cut.Suit)
        {
            inner = Over(_second, _tie * (1 + 0.25f * MathF.Sin((x + down) * 30)),
                Step(0.10f, 0.07f, a - 0.05f * (down - _shoulder))) * shown;
            inner = Over(below, inner, Step(_shoulder - 0.06f, _shoulder, down - 0.35f * Math.Max(0, 0.25f - a)));
        }
        else if (_cut == Cut.Shirt)
        {
            float collar = Step(0.09f, 0.05f, MathF.Abs(depth * (1 - a / width) - (down - _shoulder) * 0.9f + 0.02f));
            cloth = Over(cloth, _second, collar);
        }
        return Over(below, Over(cloth * shown * (1 - rim), inner, hole), cover);
    }

    private float Pattern(float x, float down)
    {
        float stripes = _stripeDepth * Step(-0.1f, 0.1f, MathF.Sin(down * _stripes));
        float check = _check * 0.5f * (Step(0.2f, 0.4f, MathF.Sin(down * _stripes)) + Step(0.2f, 0.4f, MathF.Sin(x * _stripes)));
        return stripes + check;
    }
}
