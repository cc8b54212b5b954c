using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>What the host does for a CUDA device, without one: the real program on a driver that only takes notes.</summary>
public sealed class CudaHostTests(StubCudaDriver driver) : IClassFixture<StubCudaDriver>
{
    private const int Batch = 4, Side = 16, Latent = 8;

    private static readonly string[] s_benchmark =
        ["benchmark", "mlp", "--device", "cuda", "--batch", $"{Batch}", "--image-size", $"{Side}", "--latent", $"{Latent}", "--seconds",
            "0.05", "--json"];

    [Fact]
    public async Task A_step_is_one_graph_launch_allocates_nothing_and_launches_what_was_rehearsed()
    {
        Assert.SkipUnless(driver.IsThere, "There is no C compiler (cc), or this is not Linux.");
        var run = await CliRun.OfProcess(s_benchmark, environment: driver.Environment());
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("cuda (Stub H200)", run.Json.GetProperty("device").GetString());
        var trace = driver.Trace();
        Assert.InRange(trace.Count(call => call.Call == "alloc"), 1, 12);

        // A step begins with its pictures, which are copied twice: to the device, and there to where the graph reads them.
        const long Pictures = Batch * Side * Side * 3 * sizeof(float);
        int[] starts =
            [.. trace.Index().Where(call => call.Item is ("copy", Pictures, _, _)).Select(call => call.Index).Where((_, i) => i % 2 == 0)];
        var steps =
            starts.Zip([.. starts[1..], trace.Length], (from, to) => trace[from..to].Where(call => call.Call != "synchronize").ToArray())
                .ToList();
        Assert.InRange(steps.Count, 5, int.MaxValue);

        // The first is launched kernel by kernel and then captured whole. All others are two copies of scalars, which wait for nothing, and
        // one launch.
        var (launched, captured) = (
            steps[0].Where(call => call.Call == "launch").ToList(), steps[0].Where(call => call.Call == "capture").ToList());
        Assert.Equal(launched.Select(call => call with { Call = "capture" }), captured);
        CompareWithRehearsal(captured);
        const long Scalars = 4 * sizeof(float);
        (string, long)[] expected = [("copy", Pictures), ("copy", Pictures), ("copy", Scalars), ("copy", Scalars), ("graph", 0)];
        Assert.All(steps[1..], calls => Assert.Equal(expected, calls.Select(call => (call.Call, call.Value))));
    }

    [Theory]
    [InlineData("launch:3")]
    [InlineData("copy:5")]
    [InlineData("graph:2")]
    public async Task A_fault_of_the_device_is_told_once_and_ends_in_exit_code_5(string failure)
    {
        Assert.SkipUnless(driver.IsThere, "There is no C compiler (cc), or this is not Linux.");
        var run = await CliRun.OfProcess(s_benchmark, environment: driver.Environment(("STUB_CUDA_FAIL", failure)));
        Assert.Equal(5, run.ExitCode);
        Assert.Matches(
            @"^ilgpu-ae: Device: cuda \(Stub H200\) failed: .*an illegal memory access was encountered; "
            + @"resume from the last checkpoint, and check the driver's log if it happens again\.$",
            run.Error.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task What_cannot_fit_is_refused_before_it_is_taken()
    {
        Assert.SkipUnless(driver.IsThere, "There is no C compiler (cc), or this is not Linux.");
        var run = await CliRun.OfProcess(s_benchmark, environment: driver.Environment(("STUB_CUDA_MEMORY", "30000000")));
        Assert.Equal(5, run.ExitCode);
        Assert.Matches(@"^ilgpu-ae: batch-size: 4 pictures of 16 x 16 in a pass of \w+ need .* on .*, and [\d.]+ GiB are free; .+\.$",
            run.Error.TrimEnd().Split('\n')[^1]);
    }

    [Theory]
    [InlineData("STUB_CUDA_FAIL", "alloc:1")]
    [InlineData("STUB_CUDA_FAIL", "alloc:5")]
    [InlineData("STUB_CUDA_FAIL", "alloc_host:2")]
    public async Task Too_little_memory_is_an_estimate_with_advice_and_exit_code_5(string setting, string value)
    {
        Assert.SkipUnless(driver.IsThere, "There is no C compiler (cc), or this is not Linux.");
        var run = await CliRun.OfProcess(s_benchmark, environment: driver.Environment((setting, value)));
        Assert.Equal(5, run.ExitCode);
        Assert.Matches(
            @"^ilgpu-ae: Device: cuda \(Stub H200\) has no [\d.]+ MB left: \d+ MB of its \d+ MB are in use by this program; "
            + @"halve the batch size, or make pictures or model smaller\.$",
            run.Error.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_device_that_does_not_open_says_why()
    {
        Assert.SkipUnless(driver.IsThere, "There is no C compiler (cc), or this is not Linux.");
        var run = await CliRun.OfProcess(s_benchmark, environment: driver.Environment(("STUB_CUDA_FAIL", "alloc_host:1")));
        Assert.Equal((5, "ilgpu-ae: Device: cuda:0 cannot be opened (CUDA error 2: out of memory); choose cpu, or repair its driver."),
            (run.ExitCode, run.Error.TrimEnd().Split('\n')[^1]));
    }

    /// <summary>Grids, group sizes and bytes of the arguments.</summary>
    private static void CompareWithRehearsal(IEnumerable<StubCall> captured)
    {
        var options = ModelCatalog.Get("mlp").Defaults.Sized(Side, Latent);
        var rehearsed = Rehearsal.Step(options, SimtTarget.AmpereTensor, Batch);
        using var compiler = new PtxCompiler(CudaArchitecture.SM_80);
        var bytes = new Dictionary<Delegate, int>();
        foreach (var launch in rehearsed.DistinctBy(launch => launch.Kernel))
        {
            bytes[launch.Kernel] = int.Parse(
                Regex.Match(compiler.Compile(launch), @"\.entry [^)]*?\.param \.align \d+ \.b8 \w+\[(\d+)\]").Groups[1].Value);
        }

        Assert.Equal(
            rehearsed.Select(launch => new StubCall("capture", bytes[launch.Kernel], launch.Groups, launch.GroupSize)),
            captured);
    }
}
