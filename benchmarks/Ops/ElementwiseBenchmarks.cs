using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>Element-wise maps over 2²² floats, beside the copy that bounds them.</summary>
public class ElementwiseBenchmarks : IRated
{
    private const int Count = 1 << 22;

    private BenchmarkDevice _device = null!;
    private Tensor _x = null!, _y = null!;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    /// <summary>One read and one write an element.</summary>
    double IRated.Work => 2.0 * Count * sizeof(float);

    string IRated.Unit => "GB/s";

    [GlobalSetup]
    public void Setup()
    {
        _device = new BenchmarkDevice(Device);
        (_x, _y) = (_device.Noise([Count]), _device.Noise([Count]));
    }

    [GlobalCleanup]
    public void Cleanup() => _device.Dispose();

    [Benchmark(Baseline = true)]
    public void CopyFloats() => Run(new Copy(_x.Storage, _y.Storage, Count));

    [Benchmark]
    public void Relu() => Run(new UnaryMap<Relu>(_x.Storage, _y.Storage, Count, default));

    [Benchmark]
    public void Sigmoid() => Run(new UnaryMap<Sigmoid>(_x.Storage, _y.Storage, Count, default));

    private void Run<TKernel>(in TKernel kernel)
        where TKernel : struct, IKernel
    {
        _device.Device.Run(kernel);
        _device.Device.Synchronize();
    }
}
