using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Where a process may open fewer files than .NET needs, the error names that cause.</summary>
public sealed class FewOpenFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(64)]
    [InlineData(72)]
    [InlineData(80)]
    public async Task It_is_one_sentence_that_says_how_many_are_enough(int files)
    {
        var run = await CliRun.OfShell(
            $"ulimit -n {files}; $AE train shallow --data faces:40 --image-size 16 --latent 4 --epochs 1 --device cpu --quiet --out run",
            _folder.Root);

        Assert.Equal(ExitCodes.Disk, run.ExitCode);
        Assert.Contains("ulimit -n", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
