namespace ILGpuAutoencoders.Models.Workbench.Tours;

/// <summary>A training of the tour.</summary>
/// <param name="Part">1 to 4.</param>
/// <param name="Name">Of its run folder and images.</param>
/// <param name="Title">For people.</param>
/// <param name="What">What is trained, as a sentence that holds whatever it comes to.</param>
/// <param name="Options">How it is trained.</param>
internal sealed record TourStop(int Part, string Name, string Title, string What, TrainingOptions Options);

/// <summary>
/// The trainings of the tour, each by the recipe of its family. Their sizes are chosen so that the whole takes less than 4 minutes on
/// 2 cores; on other pictures than drawn faces they make as many steps.
/// </summary>
internal static class TourPlan
{
    /// <summary>The part whose model detects anomalies and compresses.</summary>
    internal const int UsedPart = 2;

    /// <summary>The part whose models denoise.</summary>
    internal const int DenoisingPart = 3;

    private const int Images = 2600;
    private const int QuickImages = 1300;

    private const float StrongNoise = 0.2f;
    private const double TrainShare = 0.9;

    /// <summary>The trainings, in order.</summary>
    internal static IReadOnlyList<TourStop> Of(TourOptions options)
    {
        int images = options.Quick ? QuickImages : Images;
        TrainingOptions Train(string model, int epochs, int quickEpochs, double rate)
        {
            var recipe = TrainingOptions.For(model);
            var training = recipe with
            {
                Data = options.Data ?? $"faces:{images}",
                Seed = options.Seed,
                ImageSize = 32,
                Latent = 24,
                BatchSize = 16,
                LearningRate = rate,
                Epochs = options.Quick ? quickEpochs : epochs,
                Crop = Data.Crop.Square,
                Device = options.Device,
                Threads = options.Threads,
                Precision = options.Precision,
            };
            return options.Data is null ? training : WithSteps(training, images);
        }

        return
        [
            new(1, "part-1-mlp", "fully connected (mlp)",
                "Two fully connected layers each way: every pixel is learnt on its own.",
                Train("mlp", 6, 6, 5e-4) with { Optimizer = UpdateRule.AdamW, WeightDecay = 0.1f, BatchSize = 32 }),
            new(1, "part-1-shallow", "one convolution (shallow)",
                "One convolution and a wide linear layer each way.", Train("shallow", 8, 8, 2e-3)),
            new(UsedPart, "part-2-conv", "three convolutions (conv)",
                "Three convolutions each way: what is learnt of one place holds for all.", Train("conv", 8, 5, 1e-3)),
            new(DenoisingPart, "part-3-denoising", "through a latent vector (denoising)",
                "The network of part 2 sees noisy pictures and is to give the clean ones. Every picture passes through the short latent "
                + "vector, noisy or not, so it cannot come closer than the same network comes to clean pictures.",
                Train("denoising", 8, 4, 1e-3) with { NoiseFactor = StrongNoise }),
            new(DenoisingPart, "part-3-unet", "past a latent vector (unet)",
                "A U-Net computes the noise instead of the picture. Its skip connections carry the details past the narrow place, so "
                + "nothing "
                + "caps it but what it has learnt.", Train("unet", 4, 2, 1e-3)),
            new(4, "part-4-improved", "every improvement (improved)",
                "Four convolutions each way, and a latent vector that is corrected twice by what its reconstruction misses.",
                Train("improved", 8, 3, 1e-3)),
        ];
    }

    private static TrainingOptions WithSteps(TrainingOptions training, int images)
    {
        int steps = training.Epochs * (int)Math.Ceiling(TrainShare * images / training.BatchSize);
        return training with { Epochs = steps, MaxSteps = steps };
    }
}
