using System.Globalization;
using System.Text.Json;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models;

/// <summary>The runs below a folder, and the newest of them.</summary>
public static class RunCatalog
{
    /// <summary>What stands for the newest run of <see cref="Root"/> where a run is asked for.</summary>
    public const string Latest = "latest";

    /// <summary>Where runs are unless they are told to be elsewhere.</summary>
    public const string Root = "runs";

    private const int MostLevels = 4;

    /// <summary>Lists the runs below a folder, newest first. A run whose files are damaged is listed with what is wrong.</summary>
    /// <param name="folder">A folder of runs, or a run.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such folder, or no run in it.</exception>
    public static IReadOnlyList<RunSummary> List(string folder = Root, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string[] runs = Directory.Exists(folder)
            ? [.. Below(folder, MostLevels)]
            : throw new CheckpointException($"There is no folder '{folder}'; name one that holds runs, or train one.");
        if (runs.Length == 0)
        {
            throw new CheckpointException($"There is no run below '{folder}'; name another folder, or train one.");
        }

        var found = new List<RunSummary>();
        foreach (string run in runs)
        {
            cancellation.ThrowIfCancellationRequested();
            found.Add(Summarise(folder, run));
        }

        return [.. found.OrderByDescending(run => run.Started ?? TimeOf(run.Run)).ThenBy(run => run.Name, StringComparer.Ordinal)];
    }

    /// <summary>The run that a name stands for.</summary>
    /// <param name="path">
    /// A run folder, a checkpoint file, a folder of runs for its newest, or <c>latest</c> for the newest of <see cref="Root"/>.
    /// </param>
    /// <returns>The folder of a run; another path as it is, whether there is something or not.</returns>
    /// <exception cref="CheckpointException">There is no newest run.</exception>
    public static string Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isLatest = path == Latest && !Path.Exists(path);
        string folder = isLatest ? Root : path;
        return Directory.Exists(folder) && !IsRun(folder) && Below(folder, MostLevels).MaxBy(StartOf) is { } newest ? newest
            : isLatest ? throw new CheckpointException($"There is no run below '{Root}', so none is the latest; name a run folder.")
            : path;
    }

    /// <summary>Whether a folder holds what only runs do.</summary>
    /// <param name="folder">The folder; it may be missing.</param>
    public static bool IsRun(string folder) => File.Exists(Path.Combine(folder, RunFile.Best))
        || File.Exists(Path.Combine(folder, RunFile.Last))
        || (File.Exists(Path.Combine(folder, RunFile.Config)) && File.Exists(Path.Combine(folder, RunFile.Environment)));

    private static IEnumerable<string> Below(string folder, int levels) => IsRun(folder) ? [folder]
        : levels == 0 ? []
        : Directory.EnumerateDirectories(folder, "*", new EnumerationOptions
        {
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        }).Where(child => !child.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .SelectMany(child => Below(child, levels - 1));

    private static DateTimeOffset StartOf(string run) =>
        Started(EnvironmentReport.Read(Path.Combine(run, RunFile.Environment))) ?? TimeOf(run);

    private static DateTimeOffset? Started(IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue("started", out string? text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var started) ? started : null;

    private static DateTimeOffset TimeOf(string run) => new(Directory.GetLastWriteTimeUtc(run));

    private static RunSummary Summarise(string folder, string run)
    {
        string name = Path.GetRelativePath(folder, run);
        var environment = EnvironmentReport.Read(Path.Combine(run, RunFile.Environment));
        var summary = new RunSummary(name == "." ? Path.GetFileName(Path.GetFullPath(run)) : name, run)
        {
            Started = Started(environment),
            Version = environment.GetValueOrDefault("version"),
            PcaPsnr = ControlOnVal(Path.Combine(run, RunFile.Score)),
        };
        try
        {
            var options = TrainingConfig.ReadRun(Path.Combine(run, RunFile.Config));
            var warnings = new Warnings();
            var epochs = MetricsTable.Read(Path.Combine(run, RunFile.Metrics), warnings);
            return summary with
            {
                Model = options.Model,
                Data = options.Data.Length > 0 ? options.Data : null,
                ImageSize = options.ImageSize,
                Channels = options.Channels,
                Latent = options.Latent,
                Epochs = epochs.Count,
                EpochsAsked = options.Epochs,
                ValPsnr = epochs.MinBy(epoch => epoch.Judged)?.ValPsnr,
                Problem = warnings.First ?? (File.Exists(Path.Combine(run, RunFile.Best)) ? null : $"It holds no {RunFile.Best} yet."),
            };
        }
        catch (Exception error) when (
            error is ConfigurationException or FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return summary with { Problem = error.Message };
        }
    }

    /// <summary>PSNR of the control on val, in dB, as a report measured it; null without one.</summary>
    /// <param name="path">Its score.json.</param>
    internal static double? ControlOnVal(string path)
    {
        try
        {
            using var file = JsonDocument.Parse(PlainFile.ReadAllText(path));
            return file.RootElement.TryGetProperty("val_pca_psnr", out var value) && value.ValueKind == JsonValueKind.Number
                && value.TryGetDouble(out double psnr) ? psnr : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // A run of an earlier version has none, and the rest of it counts.
            return null;
        }
    }

    private sealed class Warnings : ITaskObserver
    {
        internal string? First { get; private set; }

        public void Warned(string message) => First ??= message;
    }
}
