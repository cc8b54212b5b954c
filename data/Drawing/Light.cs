using System.Numerics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Drawing;

/// <summary>A directional key light plus ambient light from all around, brighter from above.</summary>
internal sealed class Light
{
    private readonly float _key, _around;
    private readonly Vector3 _keyTint, _aroundTint, _half;

    internal Light(RandomStream random)
    {
        float azimuth = Math.Clamp(random.Normal(0, 0.75f), -1.5f, 1.5f), elevation = random.Uniform(-0.05f, 1.05f);
        (float sinA, float cosA) = MathF.SinCos(azimuth);
        (float sinE, float cosE) = MathF.SinCos(elevation);
        Direction = new Vector3(sinA * cosE, -sinE, cosA * cosE);
        _half = Vector3.Normalize(Direction + Vector3.UnitZ);
        float contrast = random.Uniform(0.2f, 0.92f);
        _key = 0.95f * contrast;
        _around = 1.02f - 0.72f * contrast;
        float warmth = random.Normal(0, 0.045f), tint = random.Normal(0, 0.012f);
        _keyTint = new Vector3(1 + warmth, 1 + tint, 1 - warmth);
        _aroundTint = new Vector3(1 - warmth * 0.6f, 1, 1 + warmth * 0.6f);
        Gloss = random.Uniform(0.02f, 0.22f);
    }

    /// <summary>Towards the key light, in view space (x right, y down, z to the viewer).</summary>
    internal Vector3 Direction { get; }

    /// <summary>The strength of highlights on skin.</summary>
    internal float Gloss { get; }

    /// <summary>
    /// The light reflected by a white surface with this normal (view space); <paramref name="lit"/> of 0 is in the key light's shadow.
    /// </summary>
    internal Vector3 On(Vector3 normal, float lit = 1, float open = 1)
    {
        float facing = Math.Max(0, (Vector3.Dot(normal, Direction) + 0.18f) / 1.18f);
        float around = _around * open * (0.8f - 0.2f * normal.Y);
        return _keyTint * (_key * lit * facing) + _aroundTint * around;
    }

    /// <summary>The highlight on a surface of this normal (view space), in [0, 1]: Schlick's x / (n - nx + x) for x^n.</summary>
    internal float Highlight(Vector3 normal, float sharpness)
    {
        float facing = Math.Max(0, Vector3.Dot(normal, _half));
        return facing / (sharpness - sharpness * facing + facing);
    }
}
