using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>A run that tests share: conv on 60 drawn faces of 16x16, two epochs.</summary>
public sealed class TinyRun : IDisposable
{
    internal static readonly string[] Options =
        ["--preset", "plain", "--data", "faces:60", "--image-size", "16", "--latent", "8", "--epochs", "2", "--batch-size", "16",
            "--device", "cpu",
            "--threads", "1"];

    private readonly TemporaryFolder _folder = new();

    public TinyRun()
    {
        Training = CliRun.Of(["train", "conv", .. Options, "--out", Run, "--json"]);
        Assert.True(Training.ExitCode == ExitCodes.Ok, Training.Error);
    }

    internal CliRun Training { get; }

    /// <summary>The options with another value for one of them.</summary>
    internal static string[] With(string option, string value)
    {
        string[] options = [.. Options];
        options[Array.IndexOf(options, option) + 1] = value;
        return options;
    }

    internal string Run => _folder["run"];

    public void Dispose() => _folder.Dispose();
}
