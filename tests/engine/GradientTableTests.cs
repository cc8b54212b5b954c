using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Question 3: gradients equal central differences of the double reference, and come out the same each time.</summary>
public sealed class GradientTableTests : IDisposable
{
    private readonly SimdDevice _device = new(2);

    [Theory]
    [MemberData(nameof(OpCases.Names), MemberType = typeof(OpCases))]
    public void Gradients_equal_central_differences(string name)
    {
        var row = OpCases.Get(name);
        var run = OpRun.Of(row, _device);
        OpRun.Of(row, _device).MustBeBitEqualTo(run, $"{name} twice");
        OpRun.Of(row, _device, freeIntermediates: true).MustBeBitEqualTo(run, $"{name} with intermediates freed");
        CentralDifferences.Check(row, run);
    }

    public void Dispose() => _device.Dispose();
}
