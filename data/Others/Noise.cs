using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Others;

/// <summary>Only noise: at one scale or at all scales, grey or coloured, soft or two-level, in lines or patches.</summary>
internal sealed class Noise : IScene
{
    private readonly float _scale, _height, _level, _stretch, _hard;
    private readonly int _octaves;
    private readonly bool _isGrey;
    private readonly Vector3 _tint;
    private readonly ValueNoise _red, _green, _blue;

    internal Noise(RandomStream random)
    {
        _scale = 2 * MathF.Pow(24, random.NextFloat());
        _octaves = 1 + random.NextInt(6);
        _height = random.Uniform(0.15f, 0.9f);
        _level = random.Uniform(0.25f, 0.75f);
        _stretch = random.NextFloat() < 0.25f ? random.Uniform(0.02f, 0.3f) : 1;
        _hard = random.NextFloat() < 0.25f ? random.Uniform(0.02f, 0.2f) : 0;
        _isGrey = random.NextFloat() < 0.4f;
        _tint = Palette.Draw(random, 0.3f);
        _red = new ValueNoise(random.NextUInt());
        _green = new ValueNoise(random.NextUInt());
        _blue = new ValueNoise(random.NextUInt());
    }

    public Vector3 At(Vector2 canvas)
    {
        float x = canvas.X * _scale, y = canvas.Y * _scale * _stretch;
        float red = _red.Fractal(x, y, _octaves);
        var noise = _isGrey ? Grey(red) : new Vector3(red, _green.Fractal(x, y, _octaves), _blue.Fractal(x, y, _octaves));
        if (_hard > 0)
        {
            noise = new Vector3(Step(-_hard, _hard, noise.X), Step(-_hard, _hard, noise.Y), Step(-_hard, _hard, noise.Z)) * 2 - Vector3.One;
        }
        return Vector3.Clamp(Over(Grey(_level), _tint, 0.4f) + _height * noise, Vector3.Zero, Vector3.One);
    }
}
