using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Others;

/// <summary>A sky with clouds over ranges of hills, water or a town, and ground in perspective.</summary>
internal sealed class Landscape : IScene
{
    private enum Near
    {
        Field,
        Water,
        Town,
    }

    private readonly record struct Range(float Height, float Rough, float Frequency, float Offset, Vector3 Colour);

    private readonly Near _near;
    private readonly Range[] _ranges;
    private readonly float _horizon, _cloud, _cloudSize, _block, _tall, _furrows;
    private readonly Vector3 _zenith, _haze, _cloudColour, _ground, _other;
    private readonly ValueNoise _noise;

    internal Landscape(RandomStream random)
    {
        _near = (Near)random.NextInt(3);
        _horizon = random.Uniform(-0.3f, 0.5f);
        float day = random.NextFloat();
        _zenith = Over(new Vector3(0.10f, 0.13f, 0.24f), new Vector3(0.30f, 0.52f, 0.85f), day);
        _haze = Over(new Vector3(0.85f, 0.50f, 0.30f), new Vector3(0.80f, 0.87f, 0.94f), Step(0.1f, 0.6f, day + random.Normal(0, 0.1f)));
        _cloud = random.Uniform(-0.3f, 0.6f);
        _cloudSize = random.Uniform(1, 3.5f);
        _cloudColour = Grey(random.Uniform(0.55f, 1));
        _ranges = new Range[random.NextInt(4)];
        for (int i = 0; i < _ranges.Length; i++)
        {
            // The farther away a range is, the more haze is in front of it.
            float far = 1 - (i + 1f) / (_ranges.Length + 1);
            var near = Over(new Vector3(0.16f, 0.26f, 0.12f), Palette.Draw(random, 0.2f), random.Uniform(0, 0.6f));
            var colour = Over(near, _haze, 0.8f * far);
            _ranges[i] = new Range(
                random.Uniform(0.1f, 0.6f) * (0.4f + far), random.Uniform(0.1f, 0.5f), random.Uniform(0.8f, 3),
                random.Uniform(0, 90), colour);
        }
        _ground = Over(new Vector3(0.30f, 0.36f, 0.16f), Palette.Draw(random, 0.24f), random.NextFloat());
        _other = Palette.Draw(random, 0.2f);
        _block = random.Uniform(4, 11);
        _tall = random.Uniform(0.3f, 1.3f);
        _furrows = random.Uniform(0, 0.4f);
        _noise = new ValueNoise(random.NextUInt());
    }

    public Vector3 At(Vector2 canvas)
    {
        var colour = canvas.Y > _horizon ? Ground(canvas) : Sky(canvas);
        foreach (ref readonly var range in _ranges.AsSpan())
        {
            float rough = range.Rough * _noise.Fractal(canvas.X * range.Frequency + range.Offset, range.Offset, 4);
            float ridge = _horizon - range.Height * (0.6f + rough);
            if (canvas.Y > ridge && canvas.Y < _horizon)
            {
                colour = range.Colour * (0.9f + 0.35f * _noise.Fractal(canvas.X * 9 + range.Offset, canvas.Y * 14, 3));
            }
        }
        return _near == Near.Town ? Houses(colour, canvas) : colour;
    }

    private Vector3 Sky(Vector2 canvas)
    {
        float up = (_horizon - canvas.Y) / (1 + _horizon);
        var colour = Over(_haze, _zenith, Step(0, 1, up));
        float cloud = _noise.Fractal(canvas.X * _cloudSize, canvas.Y * _cloudSize * 2.2f, 4);
        return Over(colour, _cloudColour, Step(-0.1f, 0.5f, cloud + _cloud - 0.3f));
    }

    private Vector3 Ground(Vector2 canvas)
    {
        float depth = 0.25f / (canvas.Y - _horizon + 0.05f), x = canvas.X * depth;
        if (_near == Near.Water)
        {
            var mirrored = Sky(new Vector2(canvas.X, 2 * _horizon - canvas.Y));
            float wave = _noise.Fractal(x * 3, depth * 26, 3);
            return mirrored * (0.65f + 0.35f * wave);
        }
        float rows = _furrows * MathF.Sin(x * 22), tufts = 0.45f * _noise.Fractal(x * 12, depth * 18, 4);
        var soil = Over(_ground, _other, Step(-0.3f, 0.5f, _noise.At(x * 2, depth * 3)));
        return Over(soil * (1 + rows + tufts), _haze, Step(1.5f, 6, depth) * 0.8f);
    }

    private Vector3 Houses(Vector3 behind, Vector2 canvas)
    {
        float along = canvas.X * _block / 2 + 40, house = MathF.Floor(along), within = along - house;
        float top = _horizon - _tall * (0.35f + 0.3f * _noise.At(house * 1.7f, 3.5f)), bottom = _horizon + 0.12f;
        if (canvas.Y < top || canvas.Y > bottom || within < 0.06f)
        {
            return behind;
        }
        float shade = 0.55f + 0.35f * _noise.At(house * 2.3f, 9.5f);
        float column = within * 4 % 1, row = (canvas.Y - top) * 2 * _block % 1;
        bool window = column is > 0.3f and < 0.75f && row is > 0.3f and < 0.7f && canvas.Y < bottom - 0.1f;
        return Over(_other, Grey(0.6f), 0.5f + 0.5f * _noise.At(house * 3.1f, 5.5f)) * (window ? 0.35f * shade : shade + 0.3f);
    }
}
