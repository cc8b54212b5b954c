namespace ILGpuAutoencoders.Models.Workbench.Tours;

/// <summary>A training of the tour.</summary>
/// <param name="Part">1 to 4.</param>
/// <param name="Name">Of its run folder and images.</param>
/// <param name="Title">For people.</param>
/// <param name="Look">What to look at, as a sentence.</param>
/// <param name="Options">How it is trained.</param>
internal sealed record TourStop(int Part, string Name, string Title, string Look, TrainingOptions Options);

/// <summary>
/// The trainings of the tour. Their sizes are chosen so that the whole takes less than 4 minutes on 2 cores; on other pictures than drawn
/// faces they make as many steps.
/// </summary>
internal static class TourPlan
{
    /// <summary>The part whose model tells anomalies and compresses.</summary>
    internal const int UsedPart = 2;

    /// <summary>The part whose model denoises.</summary>
    internal const int DenoisingPart = 3;

    private const int Images = 1300;
    private const int QuickImages = 60;
    private const int QuickEpochs = 2;
    // Twice the default: through a latent vector this short, weaker noise hardly shows.
    private const float StrongNoise = 0.2f;
    private const double TrainShare = 0.9;

    /// <summary>The trainings, in order.</summary>
    internal static IReadOnlyList<TourStop> Of(TourOptions options)
    {
        TrainingOptions Train(string model, int epochs, Loss? loss = null)
        {
            var training = new TrainingOptions
            {
                Model = model,
                Loss = loss ?? Loss.Mse,
                Data = options.Data ?? $"faces:{(options.Quick ? QuickImages : Images)}",
                Seed = options.Seed,
                ImageSize = options.Quick ? 16 : 32,
                Latent = options.Quick ? 8 : 64,
                BatchSize = 16,
                Epochs = options.Quick ? QuickEpochs : epochs,
                Crop = Data.Crop.Square,
                Device = options.Device,
                Threads = options.Threads,
                Precision = options.Precision,
            };
            return options.Data is null ? training : WithSteps(training, options.Quick ? QuickImages : Images);
        }

        return
        [
            new(1, "part-1-shallow", "one convolution (shallow)",
                "The first, simplest autoencoder: one convolution and a wide linear layer each way already bring back the face.",
                Train("shallow", 10)),
            new(1, "part-1-mlp", "fully connected (mlp)",
                "Without convolutions every pixel is learnt for itself: the average face is right, edges and small features are soft.",
                Train("mlp", 6)),
            new(UsedPart, "part-2-conv", "three convolutions (conv)",
                "Features are shared over the picture: with a tenth of the parameters it comes closer than the fully connected network.",
                Train("conv", 20)),
            new(DenoisingPart, "part-3-denoising", "denoising (conv on noisy inputs)",
                "The network gets noise it has never seen and gives back a clean face: compare the rows.",
                Train("denoising", 20) with { NoiseFactor = StrongNoise }),
            new(4, "part-4-improved-mse", "improved, squared error",
                "The network with the most convolutions, with batch normalisation and dropout, and the slowest a picture: set its PSNR "
                + "against that of part 2, and look at its curve.", Train("improved", 9)),
            new(4, "part-4-improved-mae", "improved, absolute error",
                "The same network under absolute error instead of squared error: compare the two, and MSE with SSIM in the table of all "
                + "parts.", Train("improved", 9, Loss.Mae)),
        ];
    }

    private static TrainingOptions WithSteps(TrainingOptions training, int images)
    {
        int steps = training.Epochs * (int)Math.Ceiling(TrainShare * images / training.BatchSize);
        return training with { Epochs = steps, MaxSteps = steps };
    }
}
