using ILGPU;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

[Collection(SimulatorTests.Name)]
public class DeviceCatalogTests(SimulatorFixture simulator)
{
    [Theory]
    [InlineData("auto", true)]
    [InlineData("CPU", true)]
    [InlineData("cuda", true)]
    [InlineData("cuda:3", true)]
    [InlineData("opencl:0", true)]
    [InlineData("simulator", true)]
    [InlineData("", false)]
    [InlineData("gpu", false)]
    [InlineData("cpu:1", false)]
    [InlineData("cuda:", false)]
    [InlineData("cuda:-1", false)]
    [InlineData("cuda:1:2", false)]
    [InlineData("cuda:99999999999", false)]
    public void Choices_are_understood_or_not(string choice, bool valid) => Assert.Equal(valid, DeviceCatalog.IsValid(choice));

    [Fact]
    public void An_unknown_choice_names_the_valid_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => DeviceCatalog.Open("tpu"));
        Assert.Contains(
            "'tpu' is not a device; choose auto, cpu, cuda[:N], opencl[:N] or simulator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cpu_takes_the_number_of_threads()
    {
        var choice = DeviceCatalog.Open("cpu", threads: 3);
        using var device = Assert.IsType<SimdDevice>(choice.Device);
        Assert.Equal(3, device.Threads);
    }

    [Fact]
    public void Auto_takes_cuda_where_it_is_and_else_cpu_and_says_why()
    {
        var choice = DeviceCatalog.Open("auto");
        using var device = choice.Device;
        bool hasCuda = DeviceCatalog.List().Any(d => d.Id == "cuda:0");
        Assert.Equal(hasCuda, device is SimtDevice);
        Assert.Matches(hasCuda ? "^CUDA device found: using cuda:0$" : "^no CUDA .*: using cpu$", choice.Reason);
    }

    [Fact]
    public void The_list_has_cpu_and_simulator_with_memory()
    {
        var devices = DeviceCatalog.List();
        Assert.Contains(
            devices, d => d.Id == "cpu" && d.MemoryBytes > 0 && d.Name.Contains(SimdDevice.Instructions, StringComparison.Ordinal));
        Assert.Equal("simulator", devices[^1].Id);
    }

    [Theory]
    [InlineData("cuda:97")]
    [InlineData("opencl:97")]
    public void A_missing_device_is_one_sentence(string choice)
    {
        var error = Assert.Throws<DeviceException>(() => DeviceCatalog.Open(choice));
        Assert.Matches($"^Device: {choice} is not available.*\\.$", error.Message);
    }

    [Fact]
    public void A_kernel_that_does_not_compile_is_named_with_its_first_error()
    {
        // The simulator runs kernels as they are; it refuses one whose argument it cannot see.
        var error = Assert.Throws<DeviceException>(() => simulator.Device.Launch(Hidden, 1, 1, new Invisible(default)));
        Assert.StartsWith("Kernel DeviceCatalogTests.Hidden does not compile for simulator", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static void Hidden(Invisible arguments) => arguments.X[0] = 1;

    private readonly struct Invisible(ArrayView<float> x)
    {
        internal readonly ArrayView<float> X = x;
    }
}
