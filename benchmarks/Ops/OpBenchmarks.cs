using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>Memory-bound operations, forward and backward, captured and replayed; the rate counts each operand and result once.</summary>
public class OpBenchmarks : IRated
{
    private BenchmarkDevice _device = null!;
    private CapturedStep _step = null!;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    public static IEnumerable<string> Ops => OpWork.All.Keys;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [ParamsSource(nameof(Ops))]
    public string Op { get; set; } = "Relu";

    /// <summary>Whether gradients are computed too.</summary>
    [Params(false, true)]
    public bool Backward { get; set; }

    double IRated.Work
    {
        get
        {
            var work = OpWork.All[Op];
            return (work.Forward + (Backward ? work.Backward : 0)) * work.Inputs[0].Count * sizeof(float);
        }
    }

    string IRated.Unit => "GB/s";

    [GlobalSetup]
    public void Setup()
    {
        _device = new BenchmarkDevice(Device);
        var work = OpWork.All[Op];
        var inputs = Array.ConvertAll(work.Inputs, _device.Noise);
        if (Backward)
        {
            Array.ForEach(inputs, input => input.WithGradient());
        }

        var run = work.Prepare(_device.Device);
        _step = _device.Device.Capture(() =>
        {
            var y = run(inputs);
            if (Backward)
            {
                y.Sum().Backward(freeIntermediates: true);
            }
        });
    }

    [GlobalCleanup]
    public void Cleanup() => _device.Dispose();

    [Benchmark]
    public void Replay()
    {
        _step.Replay();
        _device.Device.Synchronize();
    }
}
