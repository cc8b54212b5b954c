using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>Eyes and eyebrows, in the face's plane.</summary>
internal sealed class Eyes
{
    private static readonly Vector3[] s_irisColours =
    [
        new(0.22f, 0.13f, 0.07f), new(0.33f, 0.20f, 0.10f), new(0.13f, 0.08f, 0.06f), new(0.32f, 0.42f, 0.52f),
        new(0.33f, 0.38f, 0.25f), new(0.42f, 0.46f, 0.48f),
    ];

    private readonly float _width, _open, _lower, _tilt, _iris, _gazeU, _gazeV, _crease, _lash, _shadow;
    private readonly float _browHeight, _browArch, _browTilt, _browThick, _browLength, _browDensity;
    private readonly Vector3 _irisColour;
    private readonly ValueNoise _noise;

    internal Eyes(RandomStream random, Skin skin)
    {
        Spacing = random.Uniform(0.275f, 0.335f);
        Height = random.Uniform(-0.05f, 0.06f);
        _width = random.Uniform(0.125f, 0.165f);
        float blink = random.NextFloat();
        _open = blink < 0.04f ? 0.008f : random.Uniform(0.042f, 0.08f);
        _lower = _open * random.Uniform(0.45f, 0.75f);
        _tilt = random.Normal(0.04f, 0.07f);
        _iris = random.Uniform(0.062f, 0.076f);
        _gazeU = Math.Clamp(random.Normal(0, 0.025f), -0.05f, 0.05f);
        _gazeV = Math.Clamp(random.Normal(0, 0.01f), -0.02f, 0.02f);
        _crease = random.Uniform(0.02f, 0.05f);
        _lash = random.Uniform(0.4f, 1);
        _shadow = random.NextFloat() < 0.2f ? random.Uniform(0.2f, 0.5f) : random.Uniform(0, 0.15f);
        int colours = skin.Depth > 0.5f ? 3 : s_irisColours.Length;
        _irisColour = s_irisColours[random.NextInt(colours)] * random.Uniform(0.8f, 1.2f);
        _browHeight = random.Uniform(0.14f, 0.20f);
        _browArch = random.Uniform(0.0f, 0.06f);
        _browTilt = random.Normal(0.10f, 0.13f);
        _browThick = random.Uniform(0.018f, 0.05f);
        _browLength = random.Uniform(0.16f, 0.22f);
        _browDensity = random.Uniform(0.4f, 0.95f);
        _noise = new ValueNoise(random.NextUInt());
    }

    /// <summary>Half the distance between the centres of the eyes.</summary>
    internal float Spacing { get; }

    internal float Height { get; }

    /// <summary>Paints over lit skin; <paramref name="light"/> is the light that white reflects there.</summary>
    internal Vector3 Paint(Vector3 skin, Vector3 light, Vector3 hair, float u, float v)
    {
        float down = v - Height;
        if (down is < -0.36f or > 0.2f)
        {
            return skin;
        }
        float side = u < 0 ? -1 : 1;
        float along = side * u - Spacing;
        var colour = Brow(skin, light, hair, along, down);
        float across = down + _tilt * along;
        float a = along / _width;
        float bow = 1 - a * a;
        colour *= 1 - _shadow * Bump(Square(along / (1.5f * _width)) + Square((across + 0.03f) / 0.13f));
        if (bow <= -0.25f)
        {
            return colour;
        }
        float top = -_open * bow * (1.1f - 0.18f * a), bottom = _lower * bow;
        float crease = Bump(Square((across - top + _crease) / 0.02f)) * Step(-0.25f, 0.3f, bow);
        colour *= 1 - 0.28f * crease;
        if (bow > 0 && across > top && across < bottom)
        {
            colour = Ball(light, along - side * _gazeU, across - _gazeV, (across - top) / (bottom - top + 1e-4f));
        }
        float lash = Bump(Square((across - top) / 0.026f)) * Step(-0.2f, 0.2f, bow);
        float rim = Bump(Square((across - bottom) / 0.016f)) * Step(0, 0.3f, bow) * 0.4f;
        return Over(colour, new Vector3(0.07f, 0.05f, 0.05f) * light, Math.Min(1, _lash * lash + rim));
    }

    private Vector3 Ball(Vector3 light, float along, float across, float fromLid)
    {
        float squared = along * along + across * across;
        var colour = new Vector3(0.84f, 0.80f, 0.78f) * (0.70f + 0.28f * Step(0, 0.6f, fromLid));
        float radius = MathF.Sqrt(squared);
        if (radius < _iris)
        {
            float ring = Step(_iris, 0.75f * _iris, radius);
            colour = Over(colour, _irisColour * (0.8f + 0.7f * radius / _iris), 0.35f + 0.65f * ring);
            colour = Over(colour, Grey(0.02f), Step(0.5f * _iris, 0.36f * _iris, radius));
        }
        colour *= light;
        float glint = Bump((Square(along + 0.02f) + Square(across + 0.025f)) / Square(0.022f));
        return Over(colour, Vector3.One, 0.85f * glint);
    }

    private Vector3 Brow(Vector3 skin, Vector3 light, Vector3 hair, float along, float down)
    {
        float a = along / _browLength;
        if (a is < -1.05f or > 1.05f)
        {
            return skin;
        }
        float middle = -_browHeight - _browArch * (1 - Square(a - 0.3f)) + _browTilt * along * 0.6f;
        float thick = _browThick * (a < 0 ? 1 : 1 - 0.55f * a);
        float cover = Step(1.15f, 0.6f, MathF.Abs(down - middle) / thick) * Step(1.05f, 0.8f, MathF.Abs(a));
        float strands = 0.75f + 0.25f * _noise.At(along * 60 + down * 35, down * 20);
        return Over(skin, hair * light, cover * _browDensity * strands);
    }
}
