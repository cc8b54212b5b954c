using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Question 2: the kernels of Simt, run on the simulator, equal Simd, forward and backward.</summary>
[Collection(SimulatorTests.Name)]
public sealed class SimulatorTableTests(SimulatorFixture simulator) : IDisposable
{
    private readonly SimdDevice _simd = new(1);

    [Theory]
    [MemberData(nameof(OpCases.SimulatedNames), MemberType = typeof(OpCases))]
    public void Simt_equals_Simd(string name)
    {
        var row = OpCases.Get(name);
        OpRun simt = simulator.Run(row), simd = OpRun.Of(row, _simd);
        Assert.Equal(simd.Shape, simt.Shape);
        Closeness.MustBeClose(name, simd.Output, simt.Output, row.Tolerance);
        for (int i = 0; i < row.Inputs.Length; i++)
        {
            Closeness.MustBeClose($"{name}: gradient of input {i}", simd.Gradients[i], simt.Gradients[i], row.GradientTolerance);
        }
    }

    public void Dispose() => _simd.Dispose();
}
