using ILGpuAutoencoders.Data.Drawing;

namespace ILGpuAutoencoders.Data.Faces;

/// <summary>A height over the face's plane (u in [-0.9, 0.9], v in [-1.1, 1.1]), tabulated once per face and interpolated.</summary>
internal sealed class Relief
{
    private const int Columns = 56, Rows = 68;
    private const float Left = -0.9f, Top = -1.1f, CellU = 1.8f / (Columns - 1), CellV = 2.2f / (Rows - 1);

    private readonly float[] _heights = new float[Columns * Rows];

    internal Relief(Func<float, float, float> height)
    {
        for (int i = 0; i < _heights.Length; i++)
        {
            _heights[i] = height(Left + i % Columns * CellU, Top + i / Columns * CellV);
        }
    }

    internal float At(float u, float v)
    {
        float x = Math.Clamp((u - Left) / CellU, 0, Columns - 1.001f), y = Math.Clamp((v - Top) / CellV, 0, Rows - 1.001f);
        int column = (int)x, row = (int)y, at = row * Columns + column;
        x -= column;
        y -= row;
        float above = Shade.Mix(_heights[at], _heights[at + 1], x);
        float below = Shade.Mix(_heights[at + Columns], _heights[at + Columns + 1], x);
        return Shade.Mix(above, below, y);
    }

    /// <summary>Slopes along u and v, by central differences over one cell, so that they are continuous.</summary>
    internal (float U, float V) Slope(float u, float v) =>
        ((At(u + CellU / 2, v) - At(u - CellU / 2, v)) / CellU, (At(u, v + CellV / 2) - At(u, v - CellV / 2)) / CellV);
}
