using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Ops;

public class OperatorTests
{
    [Fact]
    public void Operators_are_the_operations_of_their_names()
    {
        using var device = new SimdDevice(1);
        Tensor a = Tensor.FromArray(device, [3], [1, 2, 4]), b = Tensor.FromArray(device, [1], [8]);

        Assert.Equal([9f, 10, 12], (a + b).ToArray());
        Assert.Equal([-7f, -6, -4], (a - b).ToArray());
        Assert.Equal([8f, 16, 32], (a * b).ToArray());
        Assert.Equal([8f, 4, 2], (b / a).ToArray());
        Assert.Equal([1.5f, 2.5f, 4.5f], (a + 0.5f).ToArray());
        Assert.Equal([1.5f, 2.5f, 4.5f], (0.5f + a).ToArray());
        Assert.Equal([0.5f, 1.5f, 3.5f], (a - 0.5f).ToArray());
        Assert.Equal([-0.5f, -1.5f, -3.5f], (0.5f - a).ToArray());
        Assert.Equal([2f, 4, 8], (2 * a).ToArray());
        Assert.Equal([2f, 4, 8], (a * 2).ToArray());
        Assert.Equal([0.5f, 1, 2], (a / 2).ToArray());
        Assert.Equal([4f, 2, 1], (4 / a).ToArray());
        Assert.Equal([-1f, -2, -4], (-a).ToArray());
    }

    /// <summary>d/dx of (2 x - 1) / x + 3 / x, which is 2 + 2 / x.</summary>
    [Fact]
    public void Gradients_flow_through_operators()
    {
        using var device = new SimdDevice(1);
        var x = Tensor.FromArray(device, [2], [1, 2]).WithGradient();

        ((((2 * x) - 1) / x) + (3 / x)).Sum().Backward();

        Assert.Equal([-2f, -0.5f], x.Gradient!.ToArray());
    }

    [Theory]
    [InlineData(2, 0, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(1, 1, 4)]
    public void A_slice_outside_is_refused(int axis, int start, int end)
    {
        using var device = new SimdDevice(1);
        var x = Tensor.FromArray(device, [1, 3], [1, 2, 3]);
        var error = Assert.Throws<ArgumentException>(() => x.Slice(axis, start..end));
        Assert.Contains($"{start}..{end} of axis {axis} is not within [1, 3]", error.Message, StringComparison.Ordinal);
    }
}
