using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Models.Workbench.Benchmarks;

/// <summary>What a benchmark repeats: a step of a family, with the copy of its batch to the device, or an operation.</summary>
internal sealed class BenchmarkWork : IDisposable
{
    internal const string MatMul = "matmul", Convolution = "conv2d";

    private const int ConvolutionInputs = 32, ConvolutionOutputs = 64, ConvolutionKernel = 4;

    private readonly IDisposable[] _parts;

    private BenchmarkWork(Action run, double? operations, params IDisposable[] parts)
    {
        (Run, Operations, _parts) = (run, operations, parts);
    }

    /// <summary>One repetition; it may leave work running.</summary>
    internal Action Run { get; }

    /// <summary>Floating-point operations of a repetition; null for models.</summary>
    internal double? Operations { get; }

    /// <summary>The work of checked options on a device, with nothing run yet, or run once.</summary>
    internal static BenchmarkWork Create(BenchmarkOptions options, ComputeDevice device) => options.Target switch
    {
        MatMul => OfMatMul(options, device),
        Convolution => OfConvolution(options, device),
        _ => OfModel(options, device),
    };

    public void Dispose() => Array.ForEach(_parts, part => part.Dispose());

    private static BenchmarkWork OfModel(BenchmarkOptions options, ComputeDevice device)
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
        var model = Autoencoder.Create(device, ModelBuilder.NetworkOf(training));
        float[] pictures = Noise(options.Batch * training.Picture.Length);
        if (!trains)
        {
            var runner = new InferenceRunner(model);
            float[] outputs = new float[pictures.Length];
            return new(() => runner.Run(pictures, outputs, options.Batch), null, runner, model);
        }

        var learner = new Learner(model, training, stepsPerEpoch: 1);
        int step = 0;
        return new(() => learner.Step(++step, training.LearningRate, pictures, pictures, options.Batch), null, learner, model);
    }

    private static BenchmarkWork OfMatMul(BenchmarkOptions options, ComputeDevice device)
    {
        int n = options.Size;
        Tensor a = Tensor.FromArray(device, [n, n], Noise(n * n)), b = Tensor.FromArray(device, [n, n], Noise(n * n));
        return new(device.Capture(() => a.MatMul(b)).Replay, 2.0 * n * n * n);
    }

    /// <summary>
    /// A convolution of the shape that dominates the conv family: 32 to 64 channels, kernel 4, stride 2; both gradients in step mode.
    /// </summary>
    private static BenchmarkWork OfConvolution(BenchmarkOptions options, ComputeDevice device)
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

        var step = device.Capture(() =>
        {
            var y = x.Conv2d(w, null, stride: 2, padding: 1);
            if (trains)
            {
                y.Sum().Backward();
            }
        });
        double multiplyAdds = (double)options.Batch * (height / 2) * (width / 2) * weightShape.Count;
        return new(step.Replay, (trains ? 3 : 1) * 2 * multiplyAdds);
    }

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
