using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>Hair as a shell around the head that ends at a hairline; long hair also falls behind the head; also caps.</summary>
internal sealed class Hair
{
    private static readonly Vector3[] s_colours =
    [
        new(0.07f, 0.06f, 0.06f), new(0.13f, 0.09f, 0.07f), new(0.24f, 0.15f, 0.10f), new(0.36f, 0.23f, 0.13f),
        new(0.55f, 0.40f, 0.22f), new(0.76f, 0.62f, 0.38f), new(0.48f, 0.20f, 0.10f), new(0.50f, 0.49f, 0.48f), new(0.80f, 0.79f, 0.77f),
    ];

    private readonly float _volume, _rough, _front, _side, _back, _peak, _part, _jag, _curl, _gloss, _length, _spread;
    private readonly bool _cap, _bald;
    private readonly Vector3 _capColour;
    private readonly ValueNoise _noise;

    internal Hair(RandomStream random, Skin skin, bool feminine)
    {
        int darkest = skin.Depth > 0.45f ? 3 : 7;
        int colour = skin.Age > 0.6f && random.NextFloat() < 0.7f ? 7 + random.NextInt(2) : random.NextInt(darkest);
        Colour = s_colours[colour] * random.Uniform(0.8f, 1.2f);
        float kind = random.NextFloat();
        bool bald = !feminine && kind < 0.12f;
        bool receding = !feminine && kind is >= 0.12f and < 0.28f;
        bool isLong = feminine ? kind < 0.7f : kind > 0.95f;
        _volume = bald ? 1.015f : 1.03f + random.Uniform(0.02f, feminine ? 0.2f : 0.14f);
        _curl = random.NextFloat() < 0.3f ? random.Uniform(0.4f, 1) : random.Uniform(0, 0.25f);
        _rough = random.Uniform(0.01f, 0.035f) + 0.06f * _curl;
        _front = bald ? -1.4f : receding ? random.Uniform(-0.86f, -0.66f) : random.Uniform(-0.66f, -0.42f);
        bool fringe = feminine && random.NextFloat() < 0.3f;
        if (fringe)
        {
            _front = random.Uniform(-0.36f, -0.26f);
        }
        _side = bald ? random.Uniform(-0.1f, 0.15f) : random.Uniform(0.0f, 0.25f);
        _back = 0.6f;
        _length = 0;
        if (isLong)
        {
            _side = random.Uniform(0.5f, 1.3f);
            _back = 1.4f;
            _length = random.Uniform(0.7f, 1.9f);
        }
        _spread = random.Uniform(0.02f, 0.22f) + 0.15f * _curl;
        _peak = random.Uniform(-0.1f, 0.12f);
        _part = fringe ? 0 : random.Normal(0, 0.18f);
        _jag = random.Uniform(0.02f, 0.09f);
        _gloss = random.Uniform(0.05f, 0.4f);
        _bald = bald;
        _noise = new ValueNoise(random.NextUInt());
        _cap = random.NextFloat() < 0.06f;
        Vector3 cloth = new(random.NextFloat(), random.NextFloat(), random.NextFloat());
        if (_cap)
        {
            _capColour = cloth * 0.75f;
            _volume = Math.Max(_volume, 1.08f);
        }
    }

    internal Vector3 Colour { get; }

    /// <summary>Long hair falling behind head and neck; paints over a canvas point.</summary>
    internal Vector3 PaintBehind(Vector3 below, Head head, Light light, Vector2 canvas)
    {
        if (_length == 0)
        {
            return below;
        }
        var p = (canvas - head.Centre) / head.Scale;
        float fall = Math.Clamp(p.Y / _length, 0, 1);
        float half = head.Width * _volume * (1 + _spread * MathF.Sin(fall * 2.2f))
            + 0.05f * _noise.At(p.Y * 3, 7) + 0.03f * _noise.At(p.X * 9, p.Y * 9);
        float x = p.X + 0.12f * MathF.Sin(head.Yaw) * fall;
        float end = _length + 0.12f * _noise.At(p.X * 6, 3);
        float cover = p.Y > -0.3f ? Step(half + 0.02f, half - 0.03f, MathF.Abs(x)) * Step(end + 0.05f, end - 0.05f, p.Y) : 0;
        if (cover <= 0)
        {
            return below;
        }
        float round = Math.Clamp(x / half, -0.95f, 0.95f);
        var normal = new Vector3(round, 0, MathF.Sqrt(1 - round * round));
        float strands = Strands(x * 3.2f, p.Y, 0.8f);
        float depth = Mix(0.45f, 0.95f, Step(0.55f, 0.95f, MathF.Abs(round)));
        return Over(below, Colour * light.On(normal) * strands * depth, cover);
    }

    /// <summary>The shell in front of a canvas point whose position in head space is <paramref name="from"/>.</summary>
    internal HairSample Front(Head head, Light light, Vector3 from, Vector2 canvas)
    {
        var p = (canvas - head.Centre) / head.Scale;
        var turn = p / (p.Length() + 1e-6f);
        float shell = _volume + (_cap ? 0 : _rough * (_noise.At(turn.X * 5, turn.Y * 5) + 0.6f * _noise.At(turn.X * 14, turn.Y * 14 + 57)));
        if (!head.Meet(from, shell, out var at))
        {
            return new HairSample(default, 0, 1);
        }
        at /= shell;
        float around = MathF.Abs(MathF.Atan2(at.X, at.Z));
        if (_cap)
        {
            return Cap(head, light, at, around);
        }
        float wave = _noise.At(around * 6 * MathF.Sign(at.X), 11);
        float line = LineAt(at, around) + _jag * wave;
        float cover = Step(line + 0.035f, line - 0.035f, at.Y + 0.02f * _noise.At(at.X * 40, at.Y * 5));
        if (cover <= 0)
        {
            float near = Step(line + 0.16f, line, at.Y);
            return new HairSample(default, 0, 1 - 0.22f * near * (_bald ? 0.2f : 1));
        }
        var normal = head.ToView(head.Normal(at));
        float strands = Strands(MathF.Atan2(at.X, 0.35f - at.Y) * 3.2f, at.Z + 0.4f * at.Y, 1);
        var colour = Colour * light.On(normal) * strands;
        colour += Grey(_gloss * 0.5f * light.Highlight(normal, 9) * strands * (0.25f + Luminance(Colour)));
        return new HairSample(colour, _bald ? 0.75f * cover : cover, 1);
    }

    private float LineAt(Vector3 at, float around)
    {
        float front = _front + _peak * Bump(Square(at.X / 0.22f)) + _part * at.X + 0.55f * Square(at.X) * (_bald ? 0 : 0.6f);
        float toSide = Step(0.72f, 1.12f, around);
        float line = Mix(front, _side, toSide);
        return Mix(line, _back, Step(1.35f, 1.9f, around));
    }

    private HairSample Cap(Head head, Light light, Vector3 at, float around)
    {
        float line = Mix(-0.38f, -0.12f, Step(0.6f, 1.7f, around));
        var shown = light.On(head.ToView(head.Normal(at)));
        if (at.Y > line)
        {
            float hair = _side > 0.05f ? Step(0.85f, 1.1f, around) * Step(_side + 0.05f, _side - 0.05f, at.Y) : 0;
            return new HairSample(Colour * shown * Strands(at.X * 4, at.Y, 1), hair, 1 - 0.4f * Step(line + 0.18f, line, at.Y));
        }
        float knit = 1 + 0.12f * MathF.Sin(around * 26) * _curl + 0.08f * _noise.At(at.X * 12, at.Y * 12);
        float band = at.Y > line - 0.16f ? 0.82f : 1;
        return new HairSample(_capColour * shown * knit * band, 1, 1);
    }

    private float Strands(float across, float along, float strength)
    {
        float texture = _curl > 0.4f
            ? _noise.At(across * 6, along * 8) * 0.6f + _noise.At(across * 13, along * 16) * 0.5f
            : Straight(across, along);
        return Math.Max(0.15f, 1 + strength * 0.62f * texture);
    }

    private float Straight(float across, float along)
    {
        float bend = along + (0.2f + 0.6f * _curl) * _noise.At(across * 1.5f, along * 2);
        return _noise.At(across * 5 + bend, along * 0.8f) * 0.5f + _noise.At(across * 13 + 2 * bend, along * 1.6f) * 0.5f
            + _noise.At(across * 29, along * 3) * 0.35f;
    }
}

/// <summary>Hair in front of a point: its colour and coverage, and the light left for what is under it.</summary>
internal readonly record struct HairSample(Vector3 Colour, float Cover, float Shadow);
