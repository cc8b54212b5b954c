using ILGpuAutoencoders.Benchmarks.Ops;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Whether the benchmarks leave anything out. Their tables are compiled into the tests.</summary>
public class BenchmarkTableTests
{
    /// <summary>It moves and computes nothing.</summary>
    private const string Free = "Reshape";

    [Fact]
    public void Every_operation_of_the_table_has_a_benchmark()
    {
        var measured = OpWork.All.Keys.Select(name => name.Split(' ', ',')[0]).ToHashSet();
        var missing = OpCases.All.Select(row => row.Op).Distinct().Where(op => op != Free && !measured.Contains(op)).ToList();
        Assert.True(missing.Count == 0, $"Add rows to benchmarks/Ops/OpWork.cs for: {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Every_kernel_has_a_benchmark()
    {
        var target = SimtTarget.AmpereTensor;
        var measured = ModelCatalog.Names.SelectMany(family => Rehearsal.Step(family, target)).Concat(Benchmarks(target)).Select(Name).ToHashSet();
        var missing = Rehearsal.Rows(target).Select(Name).Distinct().Where(name => !measured.Contains(name)).ToList();
        Assert.True(missing.Count == 0, $"Add rows to benchmarks/Ops/OpWork.cs or UpdateWork.cs that run: {string.Join(", ", missing)}.");

        static string Name(KernelLaunch launch) => $"{launch.Kernel.Method.DeclaringType!.Name}.{launch.Kernel.Method.Name}";
    }

    private static List<KernelLaunch> Benchmarks(SimtTarget target)
    {
        var launches = new List<KernelLaunch>();
        using var device = SimtDriver.OpenRehearsal(target, launches);
        foreach (var op in OpWork.All.Values)
        {
            using var scope = device.OpenScope();
            OpWork.Run(op.Prepare(device), Array.ConvertAll(op.Inputs, shape => Tensor.Allocate(device, shape)), withGradients: true);
        }

        using var arena = UpdateWork.Arena(device, count: 3);
        foreach (var pass in UpdateWork.All.Values)
        {
            pass.Prepare(arena)();
        }

        return launches;
    }
}
