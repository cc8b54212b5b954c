using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>What the files of a run say about it, read without its model. Its properties are keys of <c>runs --json</c>.</summary>
/// <param name="Name">Its folder, below the one that was listed.</param>
/// <param name="Run">Its folder.</param>
public sealed record RunSummary(string Name, string Run)
{
    /// <summary>The family; null if config.yaml cannot be read.</summary>
    public string? Model { get; init; }

    /// <summary>The pictures that it was trained on; null if the run does not say.</summary>
    public string? Data { get; init; }

    /// <summary>Size of the pictures in pixels.</summary>
    public ImageSize? ImageSize { get; init; }

    /// <summary>Values of a pixel: 3 for RGB, 1 for grey.</summary>
    public int? Channels { get; init; }

    /// <summary>Size of the latent vector.</summary>
    public int? Latent { get; init; }

    /// <summary>Epochs that were finished.</summary>
    public int Epochs { get; init; }

    /// <summary>Epochs that were asked for.</summary>
    public int? EpochsAsked { get; init; }

    /// <summary>PSNR on val of the epoch with the lowest loss there, in dB; null without one.</summary>
    public double? ValPsnr { get; init; }

    /// <summary>PSNR of the PCA control on val, in dB; null where no report has measured it.</summary>
    public double? PcaPsnr { get; init; }

    /// <summary>When it was begun or last resumed; null if the run does not say.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>The version of the program that did; null if the run does not say.</summary>
    public string? Version { get; init; }

    /// <summary>What is wrong with its files, as a sentence; null if nothing is.</summary>
    public string? Problem { get; init; }
}
