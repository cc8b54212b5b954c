using ILGpuAutoencoders.Benchmarks.Ops;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Profiling;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Whether the benchmarks leave anything out.</summary>
public class BenchmarkTableTests
{
    /// <summary>It moves and computes nothing.</summary>
    private const string Free = "Reshape";

    [Fact]
    public void Every_operation_of_the_table_has_a_benchmark()
    {
        var missing = OpCases.Rows.Where(row => row.Works.Count == 0 && row.Name != Free).Select(row => row.Name).ToList();
        Assert.True(missing.Count == 0, $"Add benchmarks to the rows of tests/OpCases.cs of: {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Every_kernel_has_a_benchmark()
    {
        var target = SimtTarget.AmpereTensor;
        var steps = ModelCatalog.Names.SelectMany(family => Rehearsal.Step(family, target));
        var measured = steps.Concat(Benchmarks(target)).Select(Name).ToHashSet();
        var missing = Rehearsal.Rows(target).Select(Name).Distinct().Where(name => !measured.Contains(name)).ToList();
        Assert.True(
            missing.Count == 0,
            $"Add benchmarks to tests/OpCases.cs or benchmarks/Ops/UpdateWork.cs that run: {string.Join(", ", missing)}.");

        static string Name(KernelLaunch launch)
        {
            var method = launch.Kernel.Method;
            return $"{method.DeclaringType!.Name}.{method.Name} {KernelSource.BodyOf(method)?.FullName}".TrimEnd();
        }
    }

    private static List<KernelLaunch> Benchmarks(SimtTarget target)
    {
        var launches = new List<KernelLaunch>();
        using var device = SimtDriver.OpenRehearsal(target, launches);
        foreach (var op in OpCases.Works.Values)
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
