namespace ILGpuAutoencoders.Models;

/// <summary>What is trained and compared.</summary>
public sealed record SweepOptions
{
    /// <summary>What all runs share; of what is swept, its value is ignored.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Latent sizes, each once.</summary>
    public required IReadOnlyList<int> Latents { get; init; }

    /// <summary>Losses, each once.</summary>
    public required IReadOnlyList<Loss> Losses { get; init; }

    /// <summary>Seeds, each once: differences between them are chance.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>Further options with several values; none unless set.</summary>
    public IReadOnlyList<SweepAxis> Further { get; init; } = [];

    /// <summary>The folder for the runs and the table; an earlier sweep in it is resumed.</summary>
    public required string Out { get; init; }

    /// <summary>
    /// The part of the runs to train, without a table; null, the default, for all of them and the table, also after parts were trained.
    /// </summary>
    public Shard? Shard { get; init; }
}

/// <summary>An option that is tried with several values.</summary>
/// <param name="Key">A key of <see cref="TrainingOptions.Table"/>.</param>
/// <param name="Values">Its values, as text in the invariant culture, each once.</param>
public sealed record SweepAxis(string Key, IReadOnlyList<string> Values);

/// <summary>What a sweep found.</summary>
/// <param name="Out">The folder, with report.html, sweep.md, sweep.csv and sweep.json.</param>
/// <param name="Rows">By latent size, then loss, then the further options; none where a shard was trained.</param>
public sealed record SweepResult(string Out, IReadOnlyList<SweepRow> Rows) : ShardedResult;

/// <summary>The runs of one latent size, loss and choice of the further options; PSNR, MSE, MAE and SSIM are of test.</summary>
/// <param name="Model">The family.</param>
/// <param name="Latent">Latent size.</param>
/// <param name="Loss">What was minimised: mse or mae.</param>
/// <param name="Seeds">Number of runs.</param>
/// <param name="Parameters">Trained numbers of a model.</param>
/// <param name="Bytes">Length of best.safetensors.</param>
/// <param name="ImagesPerSecond">Of training.</param>
/// <param name="Psnr">In dB.</param>
/// <param name="Mse">Mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Ssim">Structural similarity.</param>
/// <param name="PcaPsnr">Of as many principal components, in dB.</param>
public sealed record SweepRow(
    string Model, int Latent, string Loss, int Seeds, long Parameters, long Bytes, Spread ImagesPerSecond, Spread Psnr, Spread Mse,
    Spread Mae, Spread Ssim, Spread PcaPsnr)
{
    /// <summary>The values of the further options by key, in the order of the sweep.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}

/// <summary>A number over seeds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation of a sample (over n - 1); null for one.</param>
public sealed record Spread(double Mean, double? Deviation)
{
    /// <summary>The spread of values.</summary>
    /// <param name="values">1 value or more.</param>
    public static Spread Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        double mean = values.Average();
        return new Spread(
            mean, values.Count < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }
}
