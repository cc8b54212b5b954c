using System.Numerics;

namespace ILGpuAutoencoders.Data.Drawing;

/// <summary>Small arithmetic helpers for drawing.</summary>
internal static class Shade
{
    internal static Vector3 Grey(float value) => new(value);

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, smooth between; falling if low is above high.</summary>
    internal static float Step(float low, float high, float x)
    {
        float t = Math.Clamp((x - low) / (high - low), 0, 1);
        return t * t * (3 - 2 * t);
    }

    internal static float Mix(float a, float b, float t) => a + (b - a) * t;

    /// <summary>A bump of height 1 at 0 that ends at a squared distance of 1.</summary>
    internal static float Bump(float squared) => squared < 1 ? (1 - squared) * (1 - squared) : 0;

    internal static float Square(float x) => x * x;

    internal static Vector3 Over(Vector3 below, Vector3 above, float cover) => below + (above - below) * cover;

    internal static float Luminance(Vector3 colour) => 0.299f * colour.X + 0.587f * colour.Y + 0.114f * colour.Z;
}
