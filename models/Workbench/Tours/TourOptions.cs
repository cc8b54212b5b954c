using ILGpuAutoencoders.Models.Basics;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.TourOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>How the tour goes.</summary>
public sealed record TourOptions : ComputeOptions
{
    /// <summary>A folder of pictures, or <c>faces[:N]</c>; null, the default, for as many drawn faces as the tour's time allows.</summary>
    public string? Data { get; init; }

    /// <summary>The folder to write to; it must be missing or empty. Null, the default, is <c>runs/tour/TIME</c>.</summary>
    public string? Out { get; init; }

    /// <summary>Whether few, small pictures and few epochs are enough; false unless set.</summary>
    public bool Quick { get; init; }

    /// <summary>Decides weights, order and corruption; 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>These options by key.</summary>
    public static new OptionTable<TourOptions> Table { get; } = TableOf(
        new TourOptions(),
        Row.Of("seed", CommonValues.Seeds, "decides weights, order and corruption", o => o.Seed, (o, v) => o with { Seed = v }));
}

/// <summary>Is told how the tour goes, on its thread.</summary>
public interface ITourObserver : ITrainingObserver
{
    /// <summary>A part begins; what follows is told as for any training run.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="count">Trainings and uses in all.</param>
    /// <param name="title">What is trained, or done with what was trained.</param>
    void PartStarted(int number, int count, string title)
    {
    }

    /// <summary>A part has ended.</summary>
    /// <param name="part">What it came to.</param>
    void PartEnded(TourPart part)
    {
    }
}

/// <summary>A training of the tour and its evaluation on the test pictures.</summary>
/// <param name="Part">1 to 4.</param>
/// <param name="Title">What was trained, for people.</param>
/// <param name="Run">The run folder.</param>
/// <param name="Model">The family.</param>
/// <param name="Parameters">Number of trained values.</param>
/// <param name="Epochs">Epochs that were finished.</param>
/// <param name="Evaluation">The metrics on test.</param>
/// <param name="ImagesPerSecond">Training pictures a second.</param>
/// <param name="Seconds">Time of training and evaluation.</param>
public sealed record TourPart(
    int Part, string Title, string Run, string Model, long Parameters, int Epochs, EvaluationResult Evaluation, double ImagesPerSecond,
    double Seconds);

/// <summary>A model of part 3 over strengths of noise.</summary>
/// <param name="Model">The family.</param>
/// <param name="Levels">What was measured at each strength, beside filters.</param>
public sealed record TourDenoiser(string Model, IReadOnlyList<DenoiseLevel> Levels);

/// <summary>What the trained models are good for, on test pictures.</summary>
/// <param name="Denoising">The models of part 3 over strengths of noise, beside filters; empty where it was not reached.</param>
/// <param name="Anomaly">Part 2 tells test pictures from drawn pictures of anything else; null where it was not reached.</param>
/// <param name="Compression">Part 2 as a codec, beside JPEG; empty where it was not reached.</param>
public sealed record TourUses(IReadOnlyList<TourDenoiser> Denoising, AnomalyScoreResult? Anomaly, IReadOnlyList<RateRow> Compression);

/// <summary>What the tour came to.</summary>
/// <param name="Out">The folder with report.html, results.md and images.</param>
/// <param name="Parts">The trainings, in order; fewer where it was interrupted.</param>
/// <param name="Uses">What the trained models were then used for.</param>
/// <param name="Seconds">Time of the whole.</param>
/// <param name="StoppedBy"><see cref="StopReason.End"/> or <see cref="StopReason.Interrupt"/>.</param>
public sealed record TourResult(string Out, IReadOnlyList<TourPart> Parts, TourUses Uses, double Seconds, StopReason StoppedBy);
