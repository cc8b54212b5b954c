using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Benchmarks.EndToEnd;

/// <summary>
/// Inference and one training step of each family at its defaults, 64 x 64 pixels, including the copies to and from the device that
/// <c>train</c> makes.
/// </summary>
public class FamilyBenchmarks : IRated
{
    private const double LearningRate = 1e-3;

    private BenchmarkDevice _device = null!;
    private Autoencoder _model = null!;
    private IDisposable[] _owned = [];
    private Action _work = null!;

    public static IEnumerable<string> Devices => BenchmarkDevice.Names;

    public static IEnumerable<string> Models => ModelCatalog.Names;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "cpu";

    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "conv";

    [Params(64)]
    public int Batch { get; set; }

    Rate IRated.RateOf(string method) =>
        new(Batch, "images/s",
            Model is "mlp" or "conv" or "denoising" or "improved"
                ? $"{(method == nameof(Step) ? "step" : "infer")} {Model} {Batch} 64"
                : null);

    [GlobalSetup(Target = nameof(Infer))]
    public void SetUpInference()
    {
        var (pictures, _) = Open();
        float[] outputs = new float[pictures.Length];
        var runner = new InferenceRunner(_model);
        _owned = [runner];
        _work = _device.Settled(() => runner.Run(pictures, outputs, Batch));
    }

    [GlobalSetup(Target = nameof(Step))]
    public void SetUpStep()
    {
        var (pictures, training) = Open();
        var learner = new Learner(_model, training, stepsPerEpoch: 1);
        int step = 0;
        _owned = [learner];
        _work = _device.Settled(() => learner.Step(++step, LearningRate, pictures, pictures, Batch));
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        Array.ForEach(_owned, owned => owned.Dispose());
        _model.Dispose();
        _device.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Infer() => _work();

    [Benchmark]
    public void Step() => _work();

    private (float[] Pictures, TrainingOptions Training) Open()
    {
        _device = new BenchmarkDevice(Device);
        var training = ModelBuilder.Resolve(new TrainingOptions { Model = Model });
        _model = Autoencoder.Create(_device.Device, ModelBuilder.NetworkOf(training));
        var random = new RandomStream(0, RandomPurpose.None);
        float[] pictures = new float[_model.PicturesShape(Batch).Count];
        foreach (ref float value in pictures.AsSpan())
        {
            value = random.NextFloat();
        }

        return (pictures, training);
    }
}
