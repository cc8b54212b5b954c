using System.Numerics;
using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Data.Drawing.Shade;

namespace ILGpuAutoencoders.Data.Others;

/// <summary>Lines of capital letters on paper, a sign or a screen, from one word that fills the picture to a page.</summary>
internal sealed class Writing : IScene
{
    private const int Rows = 5, Columns = 3;
    private const float CellWidth = 4, CellHeight = 7;

    // Letter by letter, rows from the top, three bits per row.
    private static readonly ushort[] s_letters =
    [
        0x2BED, 0x6BAE, 0x3923, 0x6B6E, 0x79A7, 0x79A4, 0x396B, 0x5BED, 0x7497, 0x126A, 0x5BAD, 0x4927, 0x5FED,
        0x6B6D, 0x2B6A, 0x6BA4, 0x2B73, 0x6BAD, 0x388E, 0x7492, 0x5B6F, 0x5B6A, 0x5BFD, 0x5AAD, 0x5A92, 0x72A7,
    ];

    private readonly Matrix3x2 _toPage;
    private readonly float _bold, _wordLength, _shade;
    private readonly Vector3 _paper, _ink;
    private readonly Vector2 _light;
    private readonly ValueNoise _noise;

    internal Writing(RandomStream random)
    {
        float lines = 2 * MathF.Pow(5, random.NextFloat());
        _toPage = Matrix3x2.CreateRotation(random.Normal(0, 0.12f)) * Matrix3x2.CreateScale(lines * CellHeight / 2)
            * Matrix3x2.CreateTranslation(random.Uniform(400, 800), random.Uniform(400, 800));
        _bold = random.Uniform(0.42f, 0.62f);
        _wordLength = random.Uniform(3, 9);
        bool isDark = random.NextFloat() < 0.3f;
        var light = Over(Grey(0.9f), Palette.Draw(random, 0.3f), random.Uniform(0, 0.6f));
        var dark = Over(Grey(0.06f), Palette.Draw(random, 0.4f), random.Uniform(0, 0.4f));
        (_paper, _ink) = isDark ? (dark, light) : (light, dark);
        _shade = random.Uniform(0, 0.2f);
        _light = new Vector2(random.Normal(0, 0.15f), random.Normal(0, 0.15f));
        _noise = new ValueNoise(random.NextUInt());
    }

    public Vector3 At(Vector2 canvas)
    {
        var page = Vector2.Transform(canvas, _toPage);
        float paper = 1 + _shade * _noise.Fractal(page.X * 0.08f, page.Y * 0.08f, 3) + Vector2.Dot(_light, canvas);
        return Over(_paper, _ink, Ink(page)) * paper;
    }

    private float Ink(Vector2 page)
    {
        float line = MathF.Floor(page.Y / CellHeight), place = MathF.Floor(page.X / CellWidth);
        float x = page.X - place * CellWidth, y = page.Y - line * CellHeight;
        float draw = _noise.At(place, line), gap = _noise.At(place, line + 500);
        if (gap * _wordLength > _wordLength - 2)
        {
            return 0;
        }
        ushort letter = s_letters[Math.Clamp((int)((draw + 1) / 2 * s_letters.Length), 0, s_letters.Length - 1)];
        float cover = 0;
        // A stroke spreads into the dots around it.
        for (int row = Math.Max(0, (int)y - 1); row <= Math.Min(Rows - 1, (int)y + 1); row++)
        {
            for (int column = Math.Max(0, (int)x - 1); column <= Math.Min(Columns - 1, (int)x + 1); column++)
            {
                if ((letter >> (Rows * Columns - 1 - row * Columns - column) & 1) != 0)
                {
                    float distance = Math.Max(MathF.Abs(x - column - 0.5f), MathF.Abs(y - row - 0.5f));
                    cover = Math.Max(cover, Step(_bold + 0.15f, _bold - 0.05f, distance));
                }
            }
        }
        return cover;
    }
}
