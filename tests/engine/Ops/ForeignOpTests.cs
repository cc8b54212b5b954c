using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Ops;

/// <summary>An element-wise op of another assembly is a kernel of every device, as those of the engine are.</summary>
public sealed class ForeignOpTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("simulator")]
    public void A_public_op_of_another_assembly_runs_with_its_derivative(string id)
    {
        using var device = DeviceCatalog.Open(id).Device;
        var x = Tensor.FromArray(device, [3], [-1, 0, 1]).WithGradient();

        var y = x.Map<Cube>();
        y.Sum().Backward();

        Assert.Equal([-1f, 0, 1], y.ToArray());
        Assert.Equal([3f, 0, 3], x.Gradient!.ToArray());
    }

    /// <summary>y = x³.</summary>
    public readonly struct Cube : IUnaryOp
    {
        public bool DerivativeFromOutput => false;

        public T Forward<T>(T x)
            where T : struct, ILane<T> => x * x * x;

        public T Derivative<T>(T x)
            where T : struct, ILane<T> => T.Constant(3) * x * x;
    }
}
