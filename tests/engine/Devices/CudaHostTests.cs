using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>What the host does for a CUDA device, without one: the real program on a driver that only takes notes.</summary>
public sealed class CudaHostTests(StubCudaDriver driver) : IClassFixture<StubCudaDriver>
{
    private static readonly string[] s_benchmark = ["benchmark", "mlp", "--device", "cuda", "--batch", "4", "--image-size", "16", "--latent", "8", "--seconds", "0.05", "--json"];

    [Fact]
    public async Task A_step_is_one_graph_launch_and_allocates_nothing()
    {
        Assert.SkipUnless(driver.IsThere, "There is no C compiler (cc), or this is not Linux.");
        var run = await CliRun.OfProcess(s_benchmark, environment: driver.Environment());
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("cuda (Stub H200)", run.Json.GetProperty("device").GetString());
        var trace = driver.Trace();

        // The first step is launched kernel by kernel, then captured whole.
        int[] graphs = [.. trace.Index().Where(call => call.Item.Call == "graph").Select(call => call.Index)];
        Assert.InRange(graphs.Length, 5, int.MaxValue);
        Assert.InRange(trace.Count(call => call.Call == "capture"), 10, 200);
        Assert.All(trace[trace.Index().First(call => call.Item.Call == "capture").Index..], call => Assert.NotEqual("launch", call.Call));

        // The picture and the scalars of each step are copied without waiting for the steps before it.
        var steps = graphs[2..].Zip(graphs[3..], (from, to) => trace[(from + 1)..to]).ToList();
        Assert.All(steps, calls =>
        {
            Assert.DoesNotContain(calls, call => call.Call is "alloc" or "alloc_host");
            Assert.Contains(calls, call => call == ("copy", 4 * 16 * 16 * 3 * sizeof(float)));
        });
        // The benchmark itself waits, where it looks at the clock.
        Assert.Contains(steps, calls => !calls.Any(call => call.Call == "synchronize"));
    }

    [Fact]
    public async Task A_fault_of_the_device_is_told_once_and_ends_in_exit_code_5()
    {
        Assert.SkipUnless(driver.IsThere, "There is no C compiler (cc), or this is not Linux.");
        var run = await CliRun.OfProcess(s_benchmark, environment: driver.Environment(("STUB_CUDA_FAIL", "2")));
        Assert.Equal(5, run.ExitCode);
        Assert.Equal("ilgpu-ae: Device: cuda (Stub H200) failed: CUDA error 700: an illegal memory access was encountered; start again from the last checkpoint, and look into the driver's log if it comes back.", run.Error.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task Too_little_memory_is_an_estimate_with_advice_and_exit_code_5()
    {
        Assert.SkipUnless(driver.IsThere, "There is no C compiler (cc), or this is not Linux.");
        var run = await CliRun.OfProcess(s_benchmark, environment: driver.Environment(("STUB_CUDA_MEMORY", "30000000")));
        Assert.Equal(5, run.ExitCode);
        Assert.Matches(@"^ilgpu-ae: Device: cuda \(Stub H200\) has no \d+ MB left: \d+ MB of its 30 MB are in use by this program; halve the batch size, or make pictures or model smaller\.$", run.Error.TrimEnd().Split('\n')[^1]);
    }
}
