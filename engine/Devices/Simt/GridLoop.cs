using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The bounds of a grid-stride loop inside a kernel: <c>for (int i = GridLoop.Start; i &lt; n; i = GridLoop.After(i))</c>.
/// </summary>
public static class GridLoop
{
    /// <summary>The first index of this thread.</summary>
    public static int Start => (Grid.IdxX * Group.DimX) + Group.IdxX;

    /// <summary>The index after <paramref name="i"/>, or 2³¹ - 1, which ends every loop, where that would overflow.</summary>
    /// <param name="i">0 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int After(int i) => After(i, Grid.DimX * Group.DimX);

    /// <summary>The same for a grid of <paramref name="stride"/> threads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int After(int i, int stride) => (int)Math.Min((uint)i + (uint)stride, int.MaxValue);
}
