using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>One simulator for all tests that need it, and each row run on it at most once.</summary>
public sealed class SimulatorFixture : IDisposable
{
    private readonly Dictionary<string, OpRun> _runs = [];
    private readonly HashSet<Delegate> _kernels = [];

    public SimtDevice Device { get; } = SimtDevice.Simulator();

    /// <summary>Every kernel that <see cref="TakeNewKernels"/> has not yet returned.</summary>
    public IReadOnlyList<Delegate> TakeNewKernels() => [.. Device.Kernels.Where(_kernels.Add)];

    public OpRun Run(OpCase row)
    {
        if (!_runs.TryGetValue(row.Name, out var run))
        {
            run = OpRun.Of(row, Device);
            _runs.Add(row.Name, run);
        }

        return run;
    }

    public void Dispose() => Device.Dispose();
}

/// <summary>Tests on the simulator share one device and so run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SimulatorTests : ICollectionFixture<SimulatorFixture>
{
    public const string Name = "simulator";
}
