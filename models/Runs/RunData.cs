using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>The pictures of a run.</summary>
internal static class RunData
{
    /// <summary>The pictures that options name.</summary>
    /// <param name="options">Source, seeds, size and crop.</param>
    /// <param name="splitJson">The split of an earlier run; null to split anew.</param>
    internal static Dataset Open(TrainingOptions options, string? splitJson = null)
    {
        var pixels = new PixelOptions { Size = options.ImageSize, Crop = options.Crop, MaxBadFraction = options.MaxBad };
        var how = new DatasetOptions { Pixels = pixels, SplitSeed = options.Seed, FacesSeed = options.DataSeed };
        try
        {
            return splitJson is null ? Dataset.Open(options.Data, how) : Dataset.Open(options.Data, splitJson, how);
        }
        catch (FormatException error)
        {
            throw new ConfigurationException($"data: {error.Message}", error);
        }
    }

    internal static PixelSet Load(Dataset data, DatasetSplit split, ITrainObserver observer, CancellationToken cancellation)
    {
        int total = data.Index[split].Count;
        return data.Load(split, new Report(ready => observer.Loading(ready, total)), cancellation);
    }

    // Progress<T> would post to other threads, and could report after the end.
    private sealed class Report(Action<int> tell) : IProgress<int>
    {
        void IProgress<int>.Report(int value) => tell(value);
    }
}
