using System.Numerics;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>
/// The head's shape and pose. Head space has its origin in the middle of the head, x to the picture's right, y down, z out of the face;
/// its unit is half the height from crown to chin. The surface is (x / (w·t(y)))² + y² + (z / d)² = 1 with a taper t towards the chin.
/// </summary>
internal sealed class Head
{
    private readonly float _width, _depth, _taper, _jaw, _scale;
    private readonly Vector2 _centre;
    private readonly Vector3 _right, _down, _out;

    internal Head(RandomStream random)
    {
        _width = random.Uniform(0.69f, 0.83f);
        _depth = random.Uniform(0.84f, 0.98f);
        _taper = random.Uniform(0.02f, 0.30f);
        _jaw = random.Uniform(-0.03f, 0.10f);
        _scale = Math.Clamp(random.Normal(0.62f, 0.05f), 0.48f, 0.76f);
        _centre = new Vector2(Limited(random, 0.08f, 0.22f), Limited(random, 0.06f, 0.15f));
        float yaw = Limited(random, 0.33f, 0.8f), pitch = Limited(random, 0.13f, 0.32f), roll = Limited(random, 0.11f, 0.35f);
        Yaw = yaw;
        _right = Turn(Vector3.UnitX, yaw, pitch, roll);
        _down = Turn(Vector3.UnitY, yaw, pitch, roll);
        _out = Turn(Vector3.UnitZ, yaw, pitch, roll);
    }

    internal float Yaw { get; }

    internal float Width => _width;

    internal float Depth => _depth;

    /// <summary>Canvas units of one head unit.</summary>
    internal float Scale => _scale;

    internal Vector2 Centre => _centre;

    /// <summary>The viewing direction in head space, pointing at the viewer.</summary>
    internal Vector3 ToViewer => new(_right.Z, _down.Z, _out.Z);

    /// <summary>A canvas point (x right, y down, both in [-1, 1]) on the plane through the head's middle, in head space.</summary>
    internal Vector3 FromCanvas(Vector2 canvas)
    {
        var p = (canvas - _centre) / _scale;
        return new Vector3(p.X * _right.X + p.Y * _right.Y, p.X * _down.X + p.Y * _down.Y, p.X * _out.X + p.Y * _out.Y);
    }

    /// <summary>A point of head space projected onto the canvas; z is its height towards the viewer.</summary>
    internal Vector3 ToCanvas(Vector3 point)
    {
        var view = ToView(point);
        return new Vector3(_centre.X + _scale * view.X, _centre.Y + _scale * view.Y, view.Z);
    }

    internal Vector3 ToView(Vector3 direction) => direction.X * _right + direction.Y * _down + direction.Z * _out;

    /// <summary>Where the line of sight through a point meets the surface inflated by a factor.</summary>
    internal bool Meet(Vector3 from, float inflation, out Vector3 point)
    {
        var sight = ToViewer;
        float flat = 1 / (inflation * inflation), flatZ = flat / (_depth * _depth);
        float z = 0.8f;
        point = default;
        // The taper depends on where the line meets the surface: two iterations are enough.
        for (int round = 0; round < 2; round++)
        {
            float half = _width * TaperAt((from.Y + z * sight.Y) / inflation);
            float flatX = flat / (half * half);
            float a = flatX * sight.X * sight.X + flat * sight.Y * sight.Y + flatZ * sight.Z * sight.Z;
            float b = flatX * sight.X * from.X + flat * sight.Y * from.Y + flatZ * sight.Z * from.Z;
            float c = flatX * from.X * from.X + flat * from.Y * from.Y + flatZ * from.Z * from.Z - 1;
            float discriminant = b * b - a * c;
            if (discriminant < 0)
            {
                return false;
            }
            z = (MathF.Sqrt(discriminant) - b) / a;
        }
        point = from + z * sight;
        return true;
    }

    /// <summary>The outward normal in head space.</summary>
    internal Vector3 Normal(Vector3 point)
    {
        float t = TaperAt(point.Y), slope = (TaperAt(point.Y + 0.02f) - TaperAt(point.Y - 0.02f)) / 0.04f;
        float half = _width * t;
        return Vector3.Normalize(new Vector3(
            point.X / (half * half), point.Y - point.X * point.X * slope / (half * half * t), point.Z / (_depth * _depth)));
    }

    private float TaperAt(float y)
    {
        float below = Math.Clamp(y, 0, 1.1f);
        return 1 - _taper * below * below + _jaw * Bump(Square((y - 0.55f) / 0.5f));
    }

    private static float Limited(RandomStream random, float deviation, float most) => Math.Clamp(random.Normal(0, deviation), -most, most);

    private static Vector3 Turn(Vector3 v, float yaw, float pitch, float roll)
    {
        (float s, float c) = MathF.SinCos(yaw);
        v = new Vector3(c * v.X + s * v.Z, v.Y, c * v.Z - s * v.X);
        (s, c) = MathF.SinCos(pitch);
        v = new Vector3(v.X, c * v.Y + s * v.Z, c * v.Z - s * v.Y);
        (s, c) = MathF.SinCos(roll);
        return new Vector3(c * v.X - s * v.Y, c * v.Y + s * v.X, v.Z);
    }
}
