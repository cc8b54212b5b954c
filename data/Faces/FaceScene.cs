using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>A drawn person: everything determined by the seed, and the colour at each point of the canvas.</summary>
internal sealed class FaceScene : IScene
{
    private readonly Head _head;
    private readonly Light _light;
    private readonly Skin _skin;
    private readonly Eyes _eyes;
    private readonly Nose _nose;
    private readonly Mouth _mouth;
    private readonly Hair _hair;
    private readonly Beard _beard;
    private readonly Glasses _glasses;
    private readonly Body _body;
    private readonly Backdrop _backdrop;
    private readonly Vector3 _lightInHead;
    private readonly Relief _relief;
    private readonly float _ear;
    private readonly Vector2 _leftEar, _rightEar;

    internal FaceScene(RandomStream random)
    {
        bool feminine = random.NextFloat() < 0.45f;
        _head = new Head(random);
        _light = new Light(random);
        _skin = new Skin(random);
        _eyes = new Eyes(random, _skin);
        _nose = new Nose(random);
        _mouth = new Mouth(random, _skin, _nose.Base);
        _hair = new Hair(random, _skin, feminine);
        _beard = new Beard(random, !feminine);
        _glasses = new Glasses(random);
        _body = new Body(random);
        _backdrop = new Backdrop(random);
        _ear = random.Uniform(0.14f, 0.20f);
        _leftEar = EarMiddle(-1);
        _rightEar = EarMiddle(1);
        _relief = new Relief((u, v) => _nose.Relief(u, v, _eyes.Spacing, _eyes.Height, _mouth.Height));
        var l = _light.Direction;
        _lightInHead = new Vector3(
            Vector3.Dot(l, _head.ToView(Vector3.UnitX)), Vector3.Dot(l, _head.ToView(Vector3.UnitY)),
            Vector3.Dot(l, _head.ToView(Vector3.UnitZ)));
    }

    /// <summary>
    /// The colour at a canvas point (x right, y down, in [-1, 1]). It works front to back, so hidden things are not drawn.
    /// </summary>
    public Vector3 At(Vector2 canvas)
    {
        var p = (canvas - _head.Centre) / _head.Scale;
        if (p.LengthSquared() > 2.2f)
        {
            return Behind(canvas);
        }
        var from = _head.FromCanvas(canvas);
        var hair = _hair.Front(_head, _light, from, canvas);
        Vector3 colour = default;
        if (hair.Cover < 1)
        {
            colour = _head.Meet(from, 1, out var at) ? Face(at) : Ear(Ear(Behind(canvas), canvas, _leftEar, -1), canvas, _rightEar, 1);
        }
        return _glasses.Paint(Over(colour * hair.Shadow, hair.Colour, hair.Cover), _head, _light, _eyes, from);
    }

    private Vector3 Behind(Vector2 canvas)
    {
        var colour = _hair.PaintBehind(_backdrop.At(canvas), _head, _light, canvas);
        return _body.Paint(colour, _head, _light, _skin, canvas);
    }

    private Vector3 Face(Vector3 at)
    {
        var sight = _head.ToViewer;
        float u = at.X, v = at.Y;
        // Parts that protrude from the face appear shifted when the head is turned.
        float height = _relief.At(u, v), slant = 1 / Math.Max(0.5f, sight.Z);
        u -= height * sight.X * slant;
        v -= height * sight.Y * slant;
        (float slopeU, float slopeV) = _relief.Slope(u, v);
        var smooth = _head.Normal(at);
        float front = Math.Clamp(smooth.Z * 2, 0, 1);
        var normal = _head.ToView(Vector3.Normalize(smooth - front * new Vector3(slopeU, slopeV, 0)));
        float open = 1 - 0.35f * Step(0.7f, 1.05f, v);
        var light = _light.On(normal, at.Z > 0 ? _nose.Lit(u, v, _lightInHead) : 1, open);
        var colour = _skin.At(u, v) * light;
        colour += Grey(_light.Gloss * (1 - 0.3f * _skin.Depth) * _light.Highlight(normal, 14));
        if (at.Z < 0)
        {
            return colour;
        }
        var brows = _hair.Colour * 0.9f;
        colour = _nose.Paint(colour, u, v);
        colour = _beard.Paint(colour, light, brows, u, v, _nose.Base, _mouth.Height);
        colour = _mouth.Paint(colour, light, u, v);
        return _eyes.Paint(colour, light, brows, u, v);
    }

    private Vector2 EarMiddle(float side)
    {
        var middle = _head.ToCanvas(new Vector3(side * (_head.Width + 0.02f), 0.12f, -0.12f));
        return new Vector2(middle.X, middle.Y);
    }

    private Vector3 Ear(Vector3 below, Vector2 canvas, Vector2 middle, float side)
    {
        float x = (canvas.X - middle.X) / _head.Scale, y = (canvas.Y - middle.Y) / _head.Scale;
        float squared = Square(x / (0.62f * _ear)) + Square(y / (1.35f * _ear));
        if (squared > 1)
        {
            return below;
        }
        float inner = Bump(Square((x - side * 0.01f) / (0.4f * _ear)) + Square(y / (0.9f * _ear)));
        var normal = Vector3.Normalize(new Vector3(0.5f * side + x / _ear, 0.5f * y / _ear, 0.8f));
        var tone = _skin.Tone * new Vector3(1, 0.92f, 0.9f);
        return Over(below, tone * _light.On(normal) * (1 - 0.35f * inner), Step(1, 0.85f, squared));
    }
}
