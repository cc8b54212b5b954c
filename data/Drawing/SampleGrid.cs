using System.Numerics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Drawing;

/// <summary>
/// Samples a scene at the corners and the middles of cells, finer than pixels for small pictures, and averages them: a middle counts
/// half, each corner an eighth. Corners are shared, and a middle is sampled only if its corners differ: a cell costs one to two samples.
/// </summary>
internal static class SampleGrid
{
    /// <summary>The largest side that is drawn, in pixels.</summary>
    internal const int MostSide = 256;

    private const int SideStep = 16;
    private const float Alike = 0.05f;

    /// <summary>Checks the side: a multiple of 16 from 16 to 256.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The side is not one of these.</exception>
    internal static void RequireSide(int side)
    {
        if (side is < SideStep or > MostSide || side % SideStep != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(side), side,
                "The side of a drawn picture must be a multiple of 16 from 16 to 256.");
        }
    }

    /// <summary>A picture of any shape: drawn as a square that is no smaller, and brought into the frame.</summary>
    /// <param name="frame">Shape and fit; no side above 256.</param>
    /// <param name="draw">Draws a square of a side, in RGB.</param>
    internal static Picture Framed(PictureFrame frame, Func<int, byte[]> draw)
    {
        int side = (Math.Max(frame.Shape.Width, frame.Shape.Height) + SideStep - 1) / SideStep * SideStep;
        return frame.Apply(new Picture(side, side, draw(side)));
    }

    /// <summary>Draws a scene and develops it through a random lens.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="random">Random numbers, continuing after those of the scene.</param>
    /// <param name="side">Side in pixels.</param>
    /// <param name="destination">side x side x 3 bytes.</param>
    internal static void Photograph(IScene scene, RandomStream random, int side, Span<byte> destination)
    {
        var lens = new Lens(random);
        var pixels = new Vector3[side * side];
        Draw(scene, side, pixels);
        lens.Develop(pixels, side, destination);
    }

    private static void Draw(IScene scene, int side, Vector3[] pixels)
    {
        int split = Math.Max(1, 64 / side), cells = side * split;
        float cell = 2f / cells, share = 1f / (split * split);
        var above = new Vector3[cells + 1];
        var below = new Vector3[cells + 1];
        Corners(scene, 0, cell, above);
        for (int row = 0; row < cells; row++)
        {
            Corners(scene, row + 1, cell, below);
            for (int column = 0; column < cells; column++)
            {
                var corners = (above[column] + above[column + 1] + below[column] + below[column + 1]) / 4;
                var middle = AreAlike(above, below, column) ? corners : Sample(scene, (column + 0.5f) * cell, (row + 0.5f) * cell);
                pixels[row / split * side + column / split] += (middle + corners) * (share / 2);
            }
            (above, below) = (below, above);
        }
    }

    private static bool AreAlike(Vector3[] above, Vector3[] below, int column)
    {
        var low = Vector3.Min(Vector3.Min(above[column], above[column + 1]), Vector3.Min(below[column], below[column + 1]));
        var high = Vector3.Max(Vector3.Max(above[column], above[column + 1]), Vector3.Max(below[column], below[column + 1]));
        return Vector3.Dot(high - low, Vector3.One) < 3 * Alike;
    }

    private static void Corners(IScene scene, int row, float cell, Vector3[] samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = Sample(scene, i * cell, row * cell);
        }
    }

    // Clamped, so that a glint does not outshine the pixel's other samples.
    private static Vector3 Sample(IScene scene, float x, float y) =>
        Vector3.Clamp(scene.At(new Vector2(x - 1, y - 1)), Vector3.Zero, new Vector3(1.3f));
}
