using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>C = A · B, Aᵀ · B and A · Bᵀ of square matrices.</summary>
public class MatMulBenchmarks : IRated
{
    private BenchmarkDevice _device = null!;
    private Action _work = null!;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [Params(512, 1024, 2048)]
    public int Size { get; set; }

    Rate IRated.RateOf(string method) => new(2.0 * Size * Size * Size, "GFLOP/s", method == nameof(Plain) ? $"gemm {Size}" : null);

    [GlobalSetup(Target = nameof(Plain))]
    public void SetUpPlain() => SetUp((a, b) => (a, b));

    [GlobalSetup(Target = nameof(LeftTransposed))]
    public void SetUpLeft() => SetUp((a, b) => (a.Transposed, b));

    [GlobalSetup(Target = nameof(RightTransposed))]
    public void SetUpRight() => SetUp((a, b) => (a, b.Transposed));

    [GlobalCleanup]
    public void CleanUp() => _device.Dispose();

    [Benchmark(Baseline = true)]
    public void Plain() => _work();

    [Benchmark]
    public void LeftTransposed() => _work();

    [Benchmark]
    public void RightTransposed() => _work();

    private void SetUp(Func<Matrix, Matrix, (Matrix, Matrix)> operands)
    {
        _device = new BenchmarkDevice(Device);
        Tensor x = _device.Noise([Size, Size]), y = _device.Noise([Size, Size]), c = _device.Noise([Size, Size]);
        var (a, b) = operands(Matrix.RowMajor(x.Storage, Size), Matrix.RowMajor(y.Storage, Size));
        _work = _device.Capture(() => _device.Device.Run(new MatrixProduct<Identity>(a, b, null, c.Storage, Size, Size, Size, default)));
    }
}
