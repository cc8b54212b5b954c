using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Pictures divided among processes, and their results put together.</summary>
public sealed class ShardTests : IClassFixture<TinyRun>, IDisposable
{
    private const int Count = 40;

    private readonly TinyRun _tiny;
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _files;

    public ShardTests(TinyRun tiny)
    {
        _tiny = tiny;
        _files = SomePictures.Write(_folder["others"], Count);
        // All of the first shard of eight, and one more.
        foreach (string file in (string[])[.. _files[..5], _files[20]])
        {
            File.WriteAllText(file, "no picture");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".npy", 3)]
    [InlineData(".csv", 8)]
    [InlineData(".safetensors", 2)]
    public void The_union_has_the_bytes_of_one_process(string format, int count)
    {
        string whole = _folder[$"whole{format}"], parts = _folder[$"parts{format}"];
        var all = Embed(whole);
        foreach (int number in Enumerable.Range(1, count).Reverse())
        {
            Assert.Equal(ExitCodes.Data, CliRun.Of("merge", parts).ExitCode);
            var run = Embed(parts, "--shard", $"{number}/{count}");
            Assert.Equal($"{number}/{count}", run.Json.GetProperty("shard").GetString());
        }

        var merged = CliRun.Of("merge", parts, "--json");
        Assert.True(merged.ExitCode == ExitCodes.Ok, merged.Error);
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(parts));
        Assert.Equal(all.Json.GetProperty("bad").ToString(), merged.Json.GetProperty("bad").ToString());
        if (format != ".csv")
        {
            Assert.Equal(File.ReadAllBytes(whole + ".names.txt"), File.ReadAllBytes(parts + ".names.txt"));
        }

        Assert.Equal(ExitCodes.Usage, CliRun.Of("merge", parts).ExitCode);
    }

    [Fact]
    public void A_shard_that_is_done_is_left_and_one_of_something_else_refused()
    {
        string parts = _folder["z.npy"], file = Path.Combine(parts + ".shards", "2-of-3.safetensors");
        Assert.False(Embed(parts, "--shard", "2/3").Json.GetProperty("was_done").GetBoolean());
        byte[] bytes = File.ReadAllBytes(file);
        var written = File.GetLastWriteTimeUtc(file);
        Assert.True(Embed(parts, "--shard", "2/3").Json.GetProperty("was_done").GetBoolean());
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
        Assert.Single(Directory.GetFiles(parts + ".shards"));

        var other = Try(parts, _files[10..20], "--shard", "2/3");
        Assert.Equal(ExitCodes.Usage, other.ExitCode);
        Assert.Contains("of other inputs", other.Error, StringComparison.Ordinal);

        Embed(parts, "--shard", "1/3");
        var merge = CliRun.Of("merge", parts);
        Assert.Equal(ExitCodes.Data, merge.ExitCode);
        Assert.Contains("3 is missing; make them with --shard 3/3", merge.Error, StringComparison.Ordinal);

        Embed(parts, "--shard", "3/3");
        Embed(parts, "--shard", "3/4");
        Assert.Contains("shards of 3 and of 4", CliRun.Of("merge", parts).Error, StringComparison.Ordinal);
        File.Delete(Path.Combine(parts + ".shards", "3-of-4.safetensors"));
        bytes[^5] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("merge", parts).ExitCode);
        Assert.False(File.Exists(parts));
    }

    [Theory]
    [InlineData("5/4")]
    [InlineData("0/4")]
    [InlineData("2")]
    [InlineData("a/b")]
    [InlineData("-1/4")]
    [InlineData("41/41")]
    public void What_is_no_shard_is_refused(string shard)
    {
        var run = Try(_folder["z.npy"], [_folder["others"]], $"--shard={shard}");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(shard, run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder["z.npy.shards"]));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4", "3/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=4", "1/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=30 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_STEP=10 SLURM_ARRAY_TASK_COUNT=4", "3/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=1", null)]
    [InlineData("SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=3", "error")]
    [InlineData("JOB_COMPLETION_INDEX=3 JOB_COMPLETIONS=4", "4/4")]
    [InlineData("JOB_COMPLETION_INDEX=3", "error")]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4 --shard 1/1", null)]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4 --shard 2/5", "2/5")]
    public void The_task_of_an_array_is_a_shard(string words, string? expected)
    {
        string[] parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var environment = parts.Where(part => part.Contains('=', StringComparison.Ordinal)).Select(part => part.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var command = new System.CommandLine.Command("x");
        var option = new ShardOption(command);
        var parsed = command.Parse([.. parts.Where(part => !part.Contains('=', StringComparison.Ordinal))]);
        string? Read() => option.Read(parsed, environment.GetValueOrDefault)?.Shard.ToString();
        if (expected == "error")
        {
            Assert.Contains("give I/N", Assert.Throws<ConfigurationException>(Read).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, Read());
        }
    }

    private CliRun Embed(string path, params string[] more)
    {
        var run = Try(path, [_folder["others"]], more);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return run;
    }

    private CliRun Try(string path, string[] inputs, params string[] more) =>
        CliRun.Of(["embed", _tiny.Run, .. inputs, "--out", path, "--device", "cpu", "--quiet", "--json", .. more]);
}
