using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Models.Workbench.Benchmarks;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// Measures speed: after a warm-up that ends when the pace has settled (.NET compiles hot methods again while they run),
/// repetitions of one step for a given time. Steps of models include the copy of the batch to the device, as in training.
/// </summary>
public static class BenchmarkRunner
{
    private const string MatMulName = "matmul";
    private const string ConvolutionName = "conv2d";
    private const int ConvolutionInputs = 32;
    private const int ConvolutionOutputs = 64;
    private const int ConvolutionKernel = 4;

    /// <summary>What can be measured: the families and the operations.</summary>
    public static IReadOnlyList<string> Targets => [.. ModelCatalog.Names, MatMulName, ConvolutionName];

    /// <summary>Runs a benchmark.</summary>
    /// <param name="options">What is measured, on what.</param>
    /// <param name="observer">Is told of the device; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ConfigurationException">An option cannot be used.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static BenchmarkResult Run(BenchmarkOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Targets.Contains(options.Target))
        {
            throw new ConfigurationException("model", $"'{options.Target}' cannot be measured; use one of {string.Join(", ", Targets)}.");
        }

        BenchmarkOptions.Table.Validate(options);
        using var device = ObservedDevice.Open(options, observer);
        return options.Target switch
        {
            MatMulName => RunMatMul(options, device, cancellation),
            ConvolutionName => RunConvolution(options, device, cancellation),
            _ => RunModel(options, device, cancellation),
        };
    }

    private static BenchmarkResult RunModel(BenchmarkOptions options, ComputeDevice device, CancellationToken cancellation)
    {
        var training = ModelBuilder.Resolve(
            new TrainingOptions
            {
                Model = options.Target,
                ImageSize = options.ImageSize,
                Channels = options.Channels,
                Latent = options.Latent,
                BatchSize = options.Batch
            });
        bool trains = options.Mode == BenchmarkMode.Step;
        MemoryNeed.Require(device, training, train: trains ? options.Batch : 0, val: trains ? 0 : options.Batch);
        using var model = Autoencoder.Create(device, ModelBuilder.NetworkOf(training));
        float[] pictures = Noise(options.Batch * training.Picture.Length);
        double seconds;
        if (!trains)
        {
            using var runner = new InferenceRunner(model);
            float[] outputs = new float[pictures.Length];
            seconds = SteadyPace.Measure(
                () => runner.Run(pictures, outputs, options.Batch), device.Synchronize, options.Seconds, cancellation);
        }
        else
        {
            using var learner = new Learner(model, training, stepsPerEpoch: 1);
            int step = 0;
            seconds = SteadyPace.Measure(
                () => learner.Step(++step, training.LearningRate, pictures, pictures, options.Batch), device.Synchronize, options.Seconds,
                cancellation);
        }

        return Result(options, device, seconds, gflops: null);
    }

    private static BenchmarkResult RunMatMul(BenchmarkOptions options, ComputeDevice device, CancellationToken cancellation)
    {
        int n = options.Size;
        Tensor a = Tensor.FromArray(device, [n, n], Noise(n * n)), b = Tensor.FromArray(device, [n, n], Noise(n * n));
        double seconds = Replay(device, () => a.MatMul(b), options.Seconds, cancellation);
        var result = Result(options, device, seconds, 2.0 * n * n * n / seconds / 1e9);
        return result with { Mode = null, Batch = null, ImageSize = n, ImagesPerSecond = null };
    }

    /// <summary>
    /// A convolution of the shape that dominates the conv family: 32 to 64 channels, kernel 4, stride 2; both gradients in step mode.
    /// </summary>
    private static BenchmarkResult RunConvolution(BenchmarkOptions options, ComputeDevice device, CancellationToken cancellation)
    {
        var (width, height) = options.ImageSize;
        bool trains = options.Mode == BenchmarkMode.Step;
        Shape shape = [options.Batch, height, width, ConvolutionInputs];
        Shape weightShape = [ConvolutionKernel, ConvolutionKernel, ConvolutionInputs, ConvolutionOutputs];
        Tensor x = Tensor.FromArray(device, shape, Noise(shape.Count)), w = Tensor.FromArray(device, weightShape, Noise(weightShape.Count));
        if (trains)
        {
            x.WithGradient();
            w.WithGradient();
        }

        double seconds = Replay(device, () =>
        {
            var y = x.Conv2d(w, null, stride: 2, padding: 1);
            if (trains)
            {
                y.Sum().Backward();
            }
        }, options.Seconds, cancellation);
        double multiplyAdds = (double)options.Batch * (height / 2) * (width / 2) * weightShape.Count;
        return Result(options, device, seconds, (trains ? 3 : 1) * 2 * multiplyAdds / seconds / 1e9);
    }

    private static double Replay(ComputeDevice device, Action work, double seconds, CancellationToken cancellation)
    {
        var step = device.Capture(work);
        return SteadyPace.Measure(step.Replay, device.Synchronize, seconds, cancellation);
    }

    private static BenchmarkResult Result(BenchmarkOptions options, ComputeDevice device, double seconds, double? gflops) => new(
        options.Target, device.Name, BenchmarkOptions.Modes.Format(options.Mode), options.Batch, options.ImageSize,
        device.HostThreads is > 0 and var threads ? threads : null,
        options.Batch / seconds, seconds * 1e3, device.PeakBytes / (double)(1 << 20), gflops);

    private static float[] Noise(int count)
    {
        float[] values = new float[count];
        var stream = new RandomStream(0, RandomPurpose.None);
        for (int i = 0; i < count; i++)
        {
            values[i] = stream.NextFloat();
        }

        return values;
    }
}
