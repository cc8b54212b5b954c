using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class TourTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_quick_tour_leaves_pictures_and_results()
    {
        var run = CliRun.Of("tour", "--quick", "--out", _folder["tour"], "--device", "cpu", "--json");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(
            [1, 2, 3, 4], run.Json.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("part").GetInt32()).Distinct());
        Assert.Contains('|', File.ReadAllText(_folder["tour/results.md"]));
        Assert.NotEmpty(Directory.GetFiles(_folder["tour"], "*.png", SearchOption.AllDirectories));
        Assert.Contains("[1/", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_something_in_it_exits_2()
    {
        File.WriteAllText(_folder["mine.txt"], "mine");

        Assert.Equal(ExitCodes.Usage, CliRun.Of("tour", "--quick", "--out", _folder.Root, "--device", "cpu").ExitCode);
    }
}
