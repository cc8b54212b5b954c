using System.Security.Cryptography;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>The smallest training that writes all files of a run: checkpoints of 20 and 60 KB in a few milliseconds.</summary>
internal static class TinyTraining
{
    internal static readonly string[] Checkpoints = [RunFile.Best, RunFile.Last, RunFile.State];

    /// <summary>The command line but for --out and --epochs.</summary>
    internal static string[] Options { get; } =
        ["train", "shallow", "--preset", "plain", "--data", "faces:20", "--image-size", "16", "--latent", "1", "--batch-size", "8",
            "--device", "cpu",
            "--threads", "1", "--quiet"];

    /// <summary>Trains so many epochs.</summary>
    internal static void Run(string run, int epochs, params string[] more)
    {
        var training = CliRun.Of([.. Options, "--out", run, "--epochs", $"{epochs}", .. more]);
        Assert.True(training.ExitCode == ExitCodes.Ok, training.Error);
    }

    /// <summary>Goes on to so many epochs.</summary>
    internal static CliRun Resume(string run, int epochs) => CliRun.Of("train", "--resume", run, "--epochs", $"{epochs}", "--quiet");

    /// <summary>
    /// What equal training leaves: the hashes of all checkpoints and pictures, and the rows of metrics.csv without their times; and that
    /// nothing is unfinished.
    /// </summary>
    internal static string[] Fingerprint(string run) =>
    [
        .. Checkpoints.Concat(
            Directory.GetFiles(Path.Combine(run, RunFile.Images)).Select(file => Path.GetRelativePath(run, file)).Order(
                StringComparer.Ordinal))
            .Select(name => $"{name} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(run, name))))}"),
        .. TimelessRows(run),
        .. Directory.GetFiles(run, "*" + AtomicFile.TemporarySuffix, SearchOption.AllDirectories),
    ];

    /// <summary>The rows of metrics.csv without the columns of times.</summary>
    internal static string[] TimelessRows(string run) =>
        [.. File.ReadAllLines(Path.Combine(run, RunFile.Metrics)).Select(row => string.Join(',', row.Split(',')[..9]))];

    /// <summary>Copies a run.</summary>
    internal static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Checks that every file of a run that has its final name is whole.</summary>
    internal static void AssertWhole(string run)
    {
        foreach (string file in Directory.GetFiles(run, "*", SearchOption.AllDirectories).Where(
            file => !file.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)))
        {
            byte[] bytes = File.ReadAllBytes(file);
            switch (Path.GetExtension(file))
            {
                case ".safetensors":
                    Checkpoint.Parse(bytes, file);
                    break;
                case ".png":
                    Assert.True(bytes.Length > 8 && bytes.AsSpan(bytes.Length - 8, 4).SequenceEqual("IEND"u8), file);
                    break;
                case ".yaml":
                    TrainingConfig.Parse(System.Text.Encoding.UTF8.GetString(bytes), file);
                    Assert.EndsWith("\n", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
                    break;
                case ".html":
                    Assert.EndsWith("</html>\n", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
                    break;
                case ".json":
                    System.Text.Json.JsonDocument.Parse(bytes).Dispose();
                    break;
                default:
                    break;
            }
        }
    }
}
