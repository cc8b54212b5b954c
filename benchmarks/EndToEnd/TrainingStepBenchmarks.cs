using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Benchmarks.EndToEnd;

/// <summary>One training step (forward, MSE, backward, Adam) of each family on random 64x64 pictures, captured and replayed.</summary>
public class TrainingStepBenchmarks : IRated
{
    private BenchmarkDevice _device = null!;
    private Autoencoder _model = null!;
    private Adam _optimizer = null!;
    private CapturedStep _step = null!;
    private long _count;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    public static IEnumerable<string> Models => ModelCatalog.Names;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "conv";

    [Params(64)]
    public int Batch { get; set; }

    double IRated.Work => Batch;

    string IRated.Unit => "images/s";

    [GlobalSetup]
    public void Setup()
    {
        _device = new BenchmarkDevice(Device);
        _model = Autoencoder.Create(_device.Device, ModelCatalog.Get(Model).Defaults);
        _optimizer = new Adam(_model.Arena, new AdamOptions());
        int side = _model.Options.ImageSize;
        var pictures = _device.Noise([Batch, side, side, 3]);
        _optimizer.Prepare(++_count, 1e-3);
        _step = _device.Device.Capture(() =>
        {
            _model.Arena.BeginStep();
            _model.Forward(pictures, new ForwardPass(true)).MeanSquaredError(pictures).Backward(freeIntermediates: true);
            _optimizer.Step();
        });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _device.Dispose();
    }

    [Benchmark]
    public void Step()
    {
        _optimizer.Prepare(++_count, 1e-3);
        _step.Replay();
        _device.Device.Synchronize();
    }
}
