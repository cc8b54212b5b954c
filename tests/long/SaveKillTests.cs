using System.Globalization;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Long;

/// <summary>A program that does nothing but save a checkpoint of 5 MB is killed at random moments.</summary>
public sealed class SaveKillTests : IDisposable
{
    private const string Kibibytes = "5000";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    public void Of_200_kills_none_loses_a_checkpoint()
    {
        var (lost, back) = Kill(200);
        LongRun.Report("CK-5", $"200 kills, {lost} files lost, {back} older than a save that was done");
        Assert.Equal((0, 0), (lost, back));
    }

    [Fact(Explicit = true)]
    public void The_same_kills_destroy_most_files_that_are_written_in_place()
    {
        var (lost, _) = Kill(60, "plain");
        LongRun.Report("CK-5 control", $"60 kills of plain writes, {lost} files lost");
        Assert.InRange(lost, 31, 60);
    }

    [Fact]
    public void Of_a_few_kills_none_loses_a_checkpoint() => Assert.Equal((0, 0), Kill(4));

    /// <summary>Kills so many times.</summary>
    /// <returns>Files that do not load, and files that are older than a save that was said to be done.</returns>
    private (int Lost, int Back) Kill(int kills, params string[] mode)
    {
        string file = _folder["saved.safetensors"];
        var random = new Random(1);
        int lost = 0, back = 0;
        for (int i = 0; i < kills; i++)
        {
            using var process = LongRun.Start([file, Kibibytes, .. mode], dll: "save-loop.dll");
            int done = int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            Thread.Sleep(random.Next(100));
            process.Kill();
            while (process.StandardOutput.ReadLine() is { Length: > 0 } line)
            {
                done = int.Parse(line, CultureInfo.InvariantCulture);
            }

            process.WaitForExit();
            try
            {
                var checkpoint = Checkpoint.Read(file);
                int save = int.Parse(checkpoint.Metadata["save"], CultureInfo.InvariantCulture);
                Assert.DoesNotContain(checkpoint.Tensors["values"].ToFloats(), value => value != save);
                back += save < done ? 1 : 0;
            }
            catch (CheckpointException)
            {
                lost++;
            }

            Array.ForEach(Directory.GetFiles(_folder.Root, "*" + AtomicFile.TemporarySuffix), File.Delete);
        }

        return (lost, back);
    }
}
