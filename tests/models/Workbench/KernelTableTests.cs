using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Workbench;

public class KernelTableTests
{
    private static readonly BenchmarkOptions s_small =
        new() { Target = "shallow", Device = "cpu", ImageSize = 16, Batch = 2, Latent = 8, Seconds = 0.01 };

    /// <summary>Three times the products of the forward pass, less the gradient by the pictures, which nothing needs.</summary>
    [Fact]
    public void On_the_cpu_the_operations_of_a_step_are_those_of_the_model_and_times_add_up()
    {
        var table = KernelTable.Of(s_small, isTimed: true);

        using var network = (TrainingOptions.For("shallow", Preset.Plain) with { ImageSize = 16, Latent = 8 }).Network.Build();
        double forward = 2.0 * new ModelSummary(network).FlopsPerImage;
        Assert.InRange(table.Kernels.Sum(row => row.Flops) / forward, 2, 3);
        Assert.Equal(1, table.Kernels.Sum(row => row.Share), 1e-9);
        Assert.True(table.Kernels.Sum(row => row.TimeUs) > 0);
        Assert.All(table.Kernels, row => Assert.True(row.TimeUs >= 0 && row.FloorUs > 0 && row.Bytes > 0, row.Kernel));
        Assert.Equal(table.Kernels.OrderByDescending(row => row.TimeUs).Select(row => row.Kernel), table.Kernels.Select(row => row.Kernel));
        Assert.True(table.IsMeasured);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Each_kernel_has_a_file_that_is_there(string device)
    {
        var table = KernelTable.Of(s_small with { Device = device });
        Assert.All(table.Kernels, row => Assert.True(row.Source is { } path && File.Exists(Path.Combine(Documents.Documents.Root, path)), row.Kernel));
        Assert.Contains(table.Kernels, row => row.Source == "engine/Optimizers/AdamStep.cs");
        Assert.All(table.Kernels, row => Assert.Null(row.TimeUs));
    }

    /// <summary>The page on launches is of batch 64 at 64 x 64: the first row is the sum.</summary>
    [Fact]
    public void Launches_and_floors_for_cuda_are_those_of_the_documents()
    {
        var table = KernelTable.Of(new BenchmarkOptions { Target = "mlp", Device = "cuda" });
        string cell = FormattableString.Invariant($"{table.Kernels.Sum(row => row.Launches)}: {table.Kernels.Sum(row => row.FloorUs):F1}");
        string all = Documents.Documents.Read("docs/kernels/launches.md").Split('\n').First(
            line => line.StartsWith("| **all**", StringComparison.Ordinal));
        Assert.StartsWith($"| **all** | {cell} |", all, StringComparison.Ordinal);
        Assert.False(table.IsMeasured);
    }

    [Fact]
    public void Ptx_is_that_of_the_kernels_whose_names_have_the_part()
    {
        var table = KernelTable.Of(new BenchmarkOptions { Target = "matmul", Size = 64, Device = "cuda" }, ptxOf: "tilekernel");
        Assert.NotEmpty(table.Texts!);
        Assert.All(table.Texts!, text => Assert.Contains("mma.sync", text.Ptx, StringComparison.Ordinal));
        Assert.All(table.Texts!, text => Assert.StartsWith("TileKernel<", text.Kernel, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("simulator", null, "too slowly to profile")]
    [InlineData("cpu", "", "--device cuda")]
    [InlineData("cuda", "nothing", "no kernel of this step has 'nothing' in its name")]
    public void What_cannot_be_told_is_refused(string device, string? ptxOf, string why)
    {
        var error = Assert.Throws<ConfigurationException>(() => KernelTable.Of(s_small with { Device = device }, ptxOf: ptxOf));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    /// <summary>A profile runs the kernels of the step as a replay does, and leaves the device as it was.</summary>
    [Fact]
    public void A_profiled_step_gives_the_bits_of_a_replay()
    {
        using var device = new SimdDevice(1);
        var x = Tensor.FromArray(device, [3], [1, 2, 3]);
        var step = device.Capture(() => device.Run(new ILGpuAutoencoders.Engine.Lanes.AddInto(x.Storage, x.Storage, 3)));

        var uses = KernelProfile.Of(device, step.Replay, rounds: 2);
        step.Replay();

        Assert.Equal([16f, 32f, 48f], x.ToArray());
        var use = Assert.Single(uses);
        Assert.Equal(("AddInto", 36.0, 0.0), (use.Name, use.Bytes, use.Operations));
    }
}
