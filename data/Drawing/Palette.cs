using System.Numerics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Drawing;

/// <summary>Colours as found in rooms, streets and clothes: mostly dull, more often warm or blue than green or purple.</summary>
internal static class Palette
{
    internal static Vector3 Draw(RandomStream random, float strength)
    {
        float value = random.Uniform(0.04f, 0.94f), vivid = MathF.Pow(random.NextFloat(), 1.8f);
        float kind = random.NextFloat(), spread = random.Normal();
        float hue = kind switch { < 0.5f => 0.55f + 0.45f * spread, < 0.85f => 3.8f + 0.4f * spread, _ => 2 * spread };
        var tint = new Vector3(MathF.Cos(hue), MathF.Cos(hue - 2.094f), MathF.Cos(hue + 2.094f));
        return Vector3.Clamp(Shade.Grey(value) + tint * (strength * vivid), Shade.Grey(0.01f), Shade.Grey(0.98f));
    }
}
