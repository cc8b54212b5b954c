using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine;

public class GridLoopTests
{
    private const int Stride = 2048 * 256;

    [Theory]
    [InlineData(0, Stride)]
    [InlineData(7, Stride + 7)]
    [InlineData(int.MaxValue - Stride, int.MaxValue)]
    [InlineData(int.MaxValue - Stride - 1, int.MaxValue - 1)]
    [InlineData(int.MaxValue - Stride + 1, int.MaxValue)]
    [InlineData(int.MaxValue - 1, int.MaxValue)]
    public void An_index_never_wraps_around(int index, int next) => Assert.Equal(next, GridLoop.After(index, Stride));
}
