using BenchmarkDotNet.Attributes;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>
/// Passes over all weights of a model at once, for as many weights as conv has (4.5 million), with a copy for comparison.
/// </summary>
public class UpdateBenchmarks : IRated
{
    private const int Count = 4_533_827;

    private BenchmarkDevice _device = null!;
    private Action _work = null!;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    public static IEnumerable<string> Passes => UpdateWork.All.Keys;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [ParamsSource(nameof(Passes))]
    public string Pass { get; set; } = "Adam";

    Rate IRated.RateOf(string method) => new((double)UpdateWork.All[Pass].Words * Count * sizeof(float), "GB/s");

    [GlobalSetup]
    public void SetUp()
    {
        _device = new BenchmarkDevice(Device);
        _work = _device.Capture(UpdateWork.All[Pass].Prepare(UpdateWork.Arena(_device.Device, Count)));
    }

    [GlobalCleanup]
    public void CleanUp() => _device.Dispose();

    [Benchmark]
    public void Run() => _work();
}
