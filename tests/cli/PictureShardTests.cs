using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Commands that make a file of each picture, or a row, divided among processes.</summary>
public sealed class PictureShardTests : IClassFixture<TinyRun>, IDisposable
{
    private const int Count = 11;

    private readonly TinyRun _tiny;
    private readonly TemporaryFolder _folder = new();

    public PictureShardTests(TinyRun tiny)
    {
        _tiny = tiny;
        string[] files = SomePictures.Write(_folder["a"], Count);
        // The first shard of four has no picture that can be used, and two folders have one of the same name.
        File.WriteAllText(files[0], "no picture");
        File.WriteAllText(files[1], "no picture");
        Directory.CreateDirectory(_folder["b"]);
        File.Copy(files[3], Path.Combine(_folder["b"], Path.GetFileName(files[3])));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("reconstruct", "")]
    [InlineData("denoise", "--add-noise 0.2 --seed 3")]
    [InlineData("compress", "--bits 3")]
    [InlineData("anomaly score", "")]
    public void The_union_has_the_bytes_of_one_process(string command, string options)
    {
        if (command == "anomaly score")
        {
            Run($"anomaly calibrate {_tiny.Run} --data faces:40 --device cpu --quiet");
        }

        string whole = _folder["whole"], parts = _folder["parts"];
        Run(LineOf(command, whole, options));
        foreach (int number in (int[])[4, 2, 1])
        {
            var run = Run(LineOf(command, parts, $"{options} --shard {number}/4"));
            Assert.Contains($"\"shard\":\"{number}/4\",\"was_done\":false", run.Output, StringComparison.Ordinal);
        }

        var early = CliRun.Of("merge", parts);
        Assert.Equal(ExitCodes.Data, early.ExitCode);
        Assert.Contains("3 is missing; make them with --shard 3/4", early.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(parts));

        // What a killed process leaves is no shard, and stands in nobody's way.
        string left = Path.Combine(parts + ".shards", "3-of-4.tmp");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "half"), "");
        Run(LineOf(command, parts, $"{options} --shard 3/4"));
        Assert.Contains("\"was_done\":true", Run(LineOf(command, parts, $"{options} --shard 3/4")).Output, StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFileSystemEntries(parts + ".shards").Length);

        Run($"merge {parts}");
        Assert.Equal(ContentOf(whole), ContentOf(parts));
        var again = CliRun.Of("merge", parts);
        Assert.Equal(ExitCodes.Usage, again.ExitCode);
        Assert.Contains("exists", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_of_other_options_is_refused_and_so_are_shards_that_differ()
    {
        string parts = _folder["parts"];
        Run(LineOf("compress", parts, "--bits 3 --shard 1/2"));
        var other = CliRun.Of(LineOf("compress", parts, "--bits 4 --shard 1/2").Split(' '));
        Assert.Equal(ExitCodes.Usage, other.ExitCode);
        Assert.Contains("is a shard of other inputs, other options or another model", other.Error, StringComparison.Ordinal);

        Run(LineOf("compress", parts, "--bits 4 --shard 2/2"));
        var differ = CliRun.Of("merge", parts);
        Assert.Equal(ExitCodes.Data, differ.ExitCode);
        Assert.Contains("Shard 2/2 of", differ.Error, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(parts + ".shards", "2-of-2", "shard.json"), "{}");
        var damaged = CliRun.Of("merge", parts);
        Assert.Equal(ExitCodes.Checkpoint, damaged.ExitCode);
        Assert.Contains("is not the record of a shard", damaged.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(parts));
    }

    [Theory]
    [InlineData("denoise", "--add-noise 0.2 --levels --shard 1/2", "levels")]
    [InlineData("anomaly score", "--overlay OVER --shard 1/2", "overlay")]
    [InlineData("reconstruct", "--shard 13/13", "is more than there are pictures, 12")]
    public void What_cannot_be_divided_is_refused(string command, string options, string says)
    {
        if (command == "anomaly score")
        {
            Run($"anomaly calibrate {_tiny.Run} --data faces:40 --device cpu --quiet");
        }

        var run = CliRun.Of(LineOf(command, _folder["parts"], options.Replace("OVER", _folder["over"], StringComparison.Ordinal)).Split(' '));
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder["parts.shards"]));
    }

    [Fact]
    public void Scores_of_shards_need_a_file()
    {
        Run($"anomaly calibrate {_tiny.Run} --data faces:40 --device cpu --quiet");
        var run = CliRun.Of("anomaly", "score", _tiny.Run, _folder["a"], "--shard", "1/2");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("out: no file was given", run.Error, StringComparison.Ordinal);
    }

    private static CliRun Run(string line)
    {
        var run = CliRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return run;
    }

    private string LineOf(string command, string output, string options) =>
        $"{command} {_tiny.Run} {_folder["a"]} {_folder["b"]} --out {output} --device cpu --quiet --json {options}";

    /// <summary>All files but the grid, which needs all pictures.</summary>
    private static SortedDictionary<string, string> ContentOf(string output) => new(
        (Directory.Exists(output) ? Directory.GetFiles(output) : [output])
        .Where(file => Path.GetFileName(file) != "grid.png")
        .ToDictionary(file => Path.GetFileName(file).Replace("whole", "parts", StringComparison.Ordinal), file => Convert.ToBase64String(File.ReadAllBytes(file))));
}
