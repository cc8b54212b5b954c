using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Question 1: Simd equals the double reference, and the bits do not depend on the number of threads.</summary>
public sealed class SimdTableTests : IClassFixture<SimdTableTests.Devices>
{
    private readonly Devices _devices;

    public SimdTableTests(Devices devices) => _devices = devices;

    [Theory]
    [MemberData(nameof(OpCases.Names), MemberType = typeof(OpCases))]
    public void Simd_equals_the_reference(string name)
    {
        var row = OpCases.Get(name);
        var one = OpRun.Of(row, _devices.OneThread);
        var expected = row.Reference([.. row.MakeInputs().Select((values, i) => DoubleTensor.FromFloats(row.Inputs[i], values))]);
        Assert.Equal(expected.Shape, one.Shape);
        Closeness.MustBeClose(name, expected.Values, one.Output, row.Tolerance, row.LeastScale);
        OpRun.Of(row, _devices.ThreeThreads).MustBeBitEqualTo(one, $"{name} with 3 threads and with 1");
    }

    /// <summary>For the runs of this class in other processes, which force narrower vectors: see <see cref="NarrowVectorTests"/>.</summary>
    [Fact]
    public void Instructions_are_those_that_the_caller_expects()
    {
        string? expected = Environment.GetEnvironmentVariable(NarrowVectorTests.ExpectedInstructions);
        Assert.SkipWhen(expected is null, "Only where another process expects certain instructions.");
        Assert.Equal(expected, SimdDevice.Instructions);
    }

    public sealed class Devices : IDisposable
    {
        public SimdDevice OneThread { get; } = new(1);

        public SimdDevice ThreeThreads { get; } = new(3);

        public void Dispose()
        {
            OneThread.Dispose();
            ThreeThreads.Dispose();
        }
    }
}
