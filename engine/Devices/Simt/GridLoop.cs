using ILGPU;

namespace ILGpuAutoencoders.Engine;

/// <summary>The bounds of a grid-stride loop inside a kernel: <c>for (int i = GridLoop.Start; i &lt; n; i += GridLoop.Stride)</c>.</summary>
public static class GridLoop
{
    /// <summary>The first index of this thread.</summary>
    public static int Start => (Grid.IdxX * Group.DimX) + Group.IdxX;

    /// <summary>Threads in the grid.</summary>
    public static int Stride => Grid.DimX * Group.DimX;
}
