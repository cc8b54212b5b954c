using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>C = A · B, Aᵀ · B and A · Bᵀ of square matrices.</summary>
public class MatMulBenchmarks : IRated
{
    private BenchmarkDevice _device = null!;
    private Tensor _a = null!, _b = null!, _c = null!;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [Params(512, 1024, 2048)]
    public int Size { get; set; }

    double IRated.Work => 2.0 * Size * Size * Size;

    string IRated.Unit => "GFLOP/s";

    [GlobalSetup]
    public void Setup()
    {
        _device = new BenchmarkDevice(Device);
        (_a, _b, _c) = (_device.Noise([Size, Size]), _device.Noise([Size, Size]), _device.Noise([Size, Size]));
    }

    [GlobalCleanup]
    public void Cleanup() => _device.Dispose();

    [Benchmark(Baseline = true)]
    public void Plain() => Run(Matrix.RowMajor(_a.Storage, Size), Matrix.RowMajor(_b.Storage, Size));

    [Benchmark]
    public void LeftTransposed() => Run(Matrix.RowMajor(_a.Storage, Size).Transposed, Matrix.RowMajor(_b.Storage, Size));

    [Benchmark]
    public void RightTransposed() => Run(Matrix.RowMajor(_a.Storage, Size), Matrix.RowMajor(_b.Storage, Size).Transposed);

    private void Run(Matrix a, Matrix b)
    {
        _device.Device.Run(new MatMul<Identity>(a, b, null, _c.Storage, Size, Size, Size, default));
        _device.Device.Synchronize();
    }
}
