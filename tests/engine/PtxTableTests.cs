using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Question 4: every kernel that a row launches compiles to PTX that keeps its variables in registers.</summary>
[Collection(SimulatorTests.Name)]
public sealed class PtxTableTests(SimulatorFixture simulator)
{
    [Theory]
    [MemberData(nameof(OpCases.SimulatedNames), MemberType = typeof(OpCases))]
    public void Kernels_compile_to_PTX(string name)
    {
        simulator.Run(OpCases.Get(name));
        foreach (var kernel in simulator.TakeNewKernels())
        {
            string what = $"{kernel.Method.DeclaringType}.{kernel.Method.Name}", ptx = PtxGate.Compile(kernel, CudaArchitecture.SM_75);
            Assert.False(ptx.Contains(".local", StringComparison.Ordinal), $"{what} keeps variables in local memory:\n{ptx}");
            if (Ptxas.Path is not null)
            {
                string report = Ptxas.Assemble(ptx, "sm_90");
                Assert.True(Ptxas.SpilledBytes(report) == 0, $"{what} spills:\n{report}");
            }
        }
    }

    [Fact]
    public void Kernels_assemble_without_spills() =>
        Assert.SkipWhen(Ptxas.Path is null, "ptxas is neither on the PATH nor in $PTXAS: PTX was compiled, not assembled.");

    [Fact]
    public void The_gate_sees_local_memory() =>
        Assert.Contains(".local", PtxGate.Compile(LoopIndexedArray, CudaArchitecture.SM_75), StringComparison.Ordinal);

    private static void LoopIndexedArray(ILGPU.ArrayView<float> x)
    {
        float[] values = new float[8];
        for (int i = 0; i < 8; i++)
        {
            values[i] = x[i];
        }

        for (int i = 0; i < 8; i++)
        {
            x[i] = values[7 - i] * values[(int)x[i] & 7];
        }
    }
}
