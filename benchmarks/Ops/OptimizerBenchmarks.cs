using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>One step of each optimiser over the parameters of conv (4.5 million).</summary>
public class OptimizerBenchmarks : IRated
{
    private const int Count = 4_533_827;

    private BenchmarkDevice _device = null!;
    private Parameter _parameter = null!;
    private ParameterArena _arena = null!;
    private Optimizer _optimizer = null!;
    private long _step;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [Params("Adam", "AdamW", "SGD")]
    public string Rule { get; set; } = "Adam";

    /// <summary>Weights and moments are read and written, gradients read.</summary>
    double IRated.Work => (Rule == "SGD" ? 5.0 : 7.0) * Count * sizeof(float);

    string IRated.Unit => "GB/s";

    [GlobalSetup]
    public void Setup()
    {
        _device = new BenchmarkDevice(Device);
        _parameter = new Parameter("weight", FileLayout.Same([Count]), Initialization.Constant(0.1f));
        _arena = new ParameterArena(_device.Device, [_parameter], seed: 1);
        _optimizer = Rule switch
        {
            "Adam" => new Adam(_arena, new AdamOptions()),
            "AdamW" => Adam.Decoupled(_arena),
            _ => new Sgd(_arena, new SgdOptions { Momentum = 0.9 }),
        };
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _optimizer.Dispose();
        _arena.Dispose();
        _device.Dispose();
    }

    [Benchmark]
    public void Step()
    {
        _optimizer.Prepare(++_step, 1e-3);
        _optimizer.Step();
        _device.Device.Synchronize();
    }
}
