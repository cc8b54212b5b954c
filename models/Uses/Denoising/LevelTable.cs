using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Models.Uses.Denoising;

/// <summary>Adds up, for each strength of noise, how close the model and the controls come to the clean pictures.</summary>
/// <param name="kind">Of the noise.</param>
/// <param name="levels">The strengths.</param>
internal sealed class LevelTable(CorruptionKind kind, IReadOnlyList<float> levels)
{
    private const int Methods = 6;

    private readonly (double Psnr, double Ssim)[,] _sums = new (double, double)[levels.Count, Methods];
    private readonly int[] _counts = new int[levels.Count];
    private bool _hasSsim = true;

    /// <summary>The strengths.</summary>
    internal IReadOnlyList<float> Levels => levels;

    /// <summary>Adds a picture at one strength.</summary>
    /// <returns>The scores of the noisy picture and of the model.</returns>
    internal (DenoiseScore Before, DenoiseScore After) Add(int level, PictureValues clean, PictureValues noisy, PictureValues denoised)
    {
        var metrics = new ImageMetrics(clean.Shape);
        float deviation = DeviationOf(kind, levels[level], noisy);
        PictureValues[] results = [noisy, denoised, .. DenoiseLevel.Filters.Select(filter => filter.Apply(noisy, deviation))];
        var scores = Array.ConvertAll(results, result => metrics.Add(result.Values, clean.Values));
        for (int method = 0; method < Methods; method++)
        {
            ref var sum = ref _sums[level, method];
            sum = (sum.Psnr + scores[method].Psnr, sum.Ssim + (scores[method].Ssim ?? 0));
            _hasSsim &= scores[method].Ssim is not null;
        }

        _counts[level]++;
        return (new DenoiseScore(scores[0].Psnr, scores[0].Ssim), new DenoiseScore(scores[1].Psnr, scores[1].Ssim));
    }

    /// <summary>The means.</summary>
    internal IReadOnlyList<DenoiseLevel> ToRows() => [.. levels.Select((factor, level) =>
    {
        DenoiseScore Mean(int method) =>
            new(_sums[level, method].Psnr / _counts[level], _hasSsim ? _sums[level, method].Ssim / _counts[level] : null);
        return new DenoiseLevel(factor, _counts[level], Mean(0), Mean(1), Mean(2), Mean(3), Mean(4), Mean(5));
    })];

    /// <summary>The deviation of added noise: its strength, or an estimate where that is something else.</summary>
    internal static float DeviationOf(CorruptionKind kind, float strength, PictureValues noisy) =>
        kind.IsDeviation ? strength : NoiseEstimate.Of(noisy);
}
