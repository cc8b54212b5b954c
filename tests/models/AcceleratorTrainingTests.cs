using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models;

/// <summary>Where there is a GPU: steps of every family, the first captured and the second replayed, against the same on the CPU.</summary>
public class AcceleratorTrainingTests
{
    private const int Batch = 4, Side = 16, Latent = 8, Steps = 2;

    [Theory]
    [InlineData(Precision.Tf32)]
    [InlineData(Precision.Fp32)]
    public void Steps_equal_those_of_the_CPU(Precision precision)
    {
        using var device = SimtDevice.TryCuda(0, precision);
        Assert.SkipWhen(device is null, "This machine has no cuda device.");
        using var simd = new SimdDevice();
        var failures = new List<string>();
        foreach (string family in ModelCatalog.Names)
        {
            var (losses, gradients) = Train(device, family);
            var (expectedLosses, expectedGradients) = Train(simd, family);
            double lossesApart = Closeness.OfNorm(expectedLosses, losses);
            double gradientsApart = Closeness.OfNorm(expectedGradients, gradients);
            double ofLosses = precision == Precision.Tf32 ? 5e-3 : 1e-3, ofGradients = GradientTolerance(precision, family);
            if (!(lossesApart < ofLosses && gradientsApart < ofGradients))
            {
                failures.Add(
                    $"{family}: losses are apart by {lossesApart:E2} and the first gradients by {gradientsApart:E2} of their norms.");
            }
        }

        Assert.True(failures.Count == 0, $"On {device.Name} in {precision}:\n{string.Join('\n', failures)}");
    }

    /// <summary>Batch norm over the four values of a channel of 1 x 1 pixels magnifies the rounding of tf32.</summary>
    private static double GradientTolerance(Precision precision, string family) =>
        precision == Precision.Fp32 ? 1e-4 : family is "improved" or "vae" ? 0.2 : 5e-3;

    /// <summary>The loss of each step, and the gradients of the first.</summary>
    private static (float[] Losses, float[] Gradients) Train(ComputeDevice device, string family)
    {
        var options = ModelBuilder.Resolve(
            new TrainingOptions { Model = family, ImageSize = Side, Latent = Latent, BatchSize = Batch, Seed = 1 });
        using var model = Autoencoder.Create(device, ModelBuilder.NetworkOf(options), seed: 1);
        using var learner = new Learner(model, options, Steps);
        float[] losses = new float[Steps];
        float[] gradients = new float[model.Arena.Gradients.Length];
        for (int step = 1; step <= Steps; step++)
        {
            learner.Step(step, options.LearningRate, Pictures(step), Pictures(Steps + step), Batch);
            losses[step - 1] = learner.Losses.Read().Latest;
            if (step == 1)
            {
                device.Download(model.Arena.Gradients, gradients);
            }
        }

        return (losses, gradients);
    }

    private static float[] Pictures(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Batch * Side * Side * 3).Select(_ => random.NextSingle())];
    }
}
