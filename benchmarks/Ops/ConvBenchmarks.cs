using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Ops.Convolution;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>
/// The three passes of kernel-4 stride-2 convolutions, batch 64, at the layers of conv and improved. Where Winograd's form runs, the rate
/// also counts the multiplications that it saves.
/// </summary>
public class ConvBenchmarks : IRated
{
    private const int Batch = 64;

    private BenchmarkDevice _device = null!;
    private Tensor _x = null!, _weight = null!, _y = null!;
    private ConvShape _shape;
    private Action _work = null!;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    /// <summary>Side of the picture, its channels, and those of the result.</summary>
    public static IEnumerable<string> Layers => ["64:3:32", "32:32:64", "16:64:128", "32:64:128", "16:128:256", "8:256:512"];

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [ParamsSource(nameof(Layers))]
    public string Layer { get; set; } = "32:32:64";

    Rate IRated.RateOf(string method)
    {
        var (side, channels, outputs) = Parse();
        return new(2.0 * Batch * (side / 2) * (side / 2) * 16 * channels * outputs, "GFLOP/s");
    }

    [GlobalSetup(Target = nameof(Forward))]
    public void SetUpForward() =>
        SetUp(device => device.Run(new ConvForward<Identity>(_x.Storage, _weight.Storage, null, _y.Storage, _shape, default)));

    [GlobalSetup(Target = nameof(ByInput))]
    public void SetUpByInput() =>
        SetUp(device => device.Run(new ConvByInput<Identity>(_y.Storage, _weight.Storage, null, _x.Storage, _shape, default)));

    [GlobalSetup(Target = nameof(ByWeight))]
    public void SetUpByWeight() => SetUp(device => device.Run(new ConvByWeight(_x.Storage, _y.Storage, _weight.Storage, _shape)));

    [GlobalCleanup]
    public void CleanUp() => _device.Dispose();

    [Benchmark(Baseline = true)]
    public void Forward() => _work();

    [Benchmark]
    public void ByInput() => _work();

    [Benchmark]
    public void ByWeight() => _work();

    private void SetUp(Action<ComputeDevice> run)
    {
        var (side, channels, outputs) = Parse();
        _device = new BenchmarkDevice(Device);
        _x = _device.Noise([Batch, side, side, channels]);
        _weight = _device.Noise([4, 4, channels, outputs]);
        _shape = ConvShape.OfConvolution(_x.Shape, _weight.Shape, stride: 2, padding: 1);
        _y = _device.Noise(_shape.Patches);
        _work = _device.Capture(() => run(_device.Device));
    }

    private (int Side, int Channels, int Outputs) Parse()
    {
        int[] parts = Array.ConvertAll(Layer.Split(':'), int.Parse);
        return (parts[0], parts[1], parts[2]);
    }
}
