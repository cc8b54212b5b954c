using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Tests;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>
/// Every operation on tensors, alone and with its gradients, captured and replayed; the bytes of each operand and result are counted
/// once.
/// </summary>
public class OpBenchmarks : IRated
{
    private BenchmarkDevice _device = null!;
    private Action _work = null!;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    public static IEnumerable<string> Ops => OpCases.Works.Keys;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [ParamsSource(nameof(Ops))]
    public string Op { get; set; } = "Relu";

    Rate IRated.RateOf(string method)
    {
        var op = OpCases.Works[Op];
        return new(op.Forward + (method == nameof(WithGradients) ? op.Backward : 0), op.Unit);
    }

    [GlobalSetup(Target = nameof(Forward))]
    public void SetUpForward() => SetUp(withGradients: false);

    [GlobalSetup(Target = nameof(WithGradients))]
    public void SetUpGradients() => SetUp(withGradients: true);

    [GlobalCleanup]
    public void CleanUp() => _device.Dispose();

    [Benchmark(Baseline = true)]
    public void Forward() => _work();

    [Benchmark]
    public void WithGradients() => _work();

    private void SetUp(bool withGradients)
    {
        _device = new BenchmarkDevice(Device);
        var op = OpCases.Works[Op];
        var inputs = Array.ConvertAll(op.Inputs, _device.Noise);
        var run = op.Prepare(_device.Device);
        _work = _device.Capture(() => OpWork.Run(run, inputs, withGradients));
    }
}
