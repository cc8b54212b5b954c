using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Others;

/// <summary>
/// One to four objects in front of a backdrop: vases, bottles and balls turned on a lathe, and boxes, lit from one side.
/// </summary>
internal sealed class Things : IScene
{
    private readonly Light _light;
    private readonly Backdrop _backdrop;
    private readonly Solid[] _solids;
    private readonly float _table;
    private readonly Vector3 _wood;

    internal Things(RandomStream random)
    {
        _light = new Light(random);
        _backdrop = new Backdrop(random);
        _solids = new Solid[random.NextFloat() < 0.6f ? 1 : 2 + random.NextInt(3)];
        float scale = _solids.Length == 1 ? 1 : 0.6f;
        for (int i = 0; i < _solids.Length; i++)
        {
            _solids[i] = new Solid(random, scale);
        }
        _table = random.NextFloat() < 0.6f ? random.Uniform(0.25f, 0.75f) : 2;
        _wood = Palette.Draw(random, 0.2f);
    }

    public Vector3 At(Vector2 canvas)
    {
        var colour = canvas.Y > _table ? _wood * (1.15f - 0.3f * canvas.Y) : _backdrop.At(canvas);
        foreach (var solid in _solids)
        {
            colour *= solid.Shadow(canvas, _light);
        }
        foreach (var solid in _solids)
        {
            colour = solid.Paint(colour, canvas, _light);
        }
        return colour;
    }
}
