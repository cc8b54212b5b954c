using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary><c>--force</c> overwrites what commands wrote before, and no input or run, by whatever path these are reached.</summary>
public sealed class ForceTests : IDisposable
{
    private static readonly string[] s_cpu = ["--device", "cpu", "--quiet"];

    private readonly TemporaryFolder _folder = new();

    public ForceTests()
    {
        TinyTraining.Run(_folder["run"], epochs: 1);
        var faces = CliRun.Of("data", "faces", "--count", "3", "--kind", "others", "--image-size", "16", "--out", _folder["in"]);
        Assert.True(faces.ExitCode == ExitCodes.Ok, faces.Error);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Outputs_are_overwritten_and_what_else_is_there_stays()
    {
        string[][] lines =
        [
            ["reconstruct", _folder["run"], _folder["in"], "--out", _folder["out"], "--csv", _folder["r.csv"], .. s_cpu],
            ["embed", _folder["run"], _folder["in"], "--out", _folder["z.npy"], .. s_cpu],
            ["evaluate", _folder["run"], "--csv", _folder["e.csv"], "--no-pca", .. s_cpu],
            ["compress", _folder["run"], _folder["in"], "--out", _folder["iae"], .. s_cpu],
            ["export", _folder["run"], "--to", _folder["m.onnx"]],
        ];
        Assert.All(lines, line => Assert.Equal(ExitCodes.Ok, CliRun.Of(line).ExitCode));
        File.WriteAllText(_folder["out/mine.txt"], "mine");
        string[] written = [.. Directory.GetFiles(_folder["out"], "*.png"), _folder["r.csv"], _folder["z.npy"], _folder["m.onnx"]];
        byte[][] before = [.. written.Select(File.ReadAllBytes)];
        Array.ForEach(written, file => File.WriteAllText(file, "old"));

        Assert.All(lines, line => Assert.Equal(ExitCodes.Usage, CliRun.Of(line).ExitCode));
        Assert.All(written, file => Assert.Equal("old", File.ReadAllText(file)));
        foreach (string[] line in lines)
        {
            var run = CliRun.Of([.. line, "--force"]);
            Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        }

        Assert.Equal(before, written.Select(File.ReadAllBytes));
        Assert.Equal("mine", File.ReadAllText(_folder["out/mine.txt"]));
    }

    [Theory]
    [InlineData("export RUN --to RUN/best.safetensors")]
    [InlineData("export RUN --to other/best.safetensors")]
    [InlineData("export RUN --to other/notes.onnx")]
    [InlineData("embed RUN in --out in/Solid/z.csv")]
    [InlineData("embed RUN LINK --out in/Solid/z.csv")]
    [InlineData("embed RUN in --out LINK/Solid/z.csv")]
    [InlineData("embed RUN in/Solid/*.png --out in/Solid/z.csv")]
    [InlineData("interpolate RUN a.png b.png --out b.png")]
    [InlineData("interpolate RUN a.png linked.png --out b.png")]
    [InlineData("reconstruct RUN a.png --out .")]
    [InlineData("reconstruct RUN a.png --out other")]
    [InlineData("evaluate RUN --csv RUN/metrics.csv")]
    [InlineData("evaluate RUN --csv .")]
    [InlineData("train shallow --out RUN")]
    [InlineData("data faces --count 4 --out in")]
    public void Inputs_and_runs_stay(string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        TinyTraining.Copy(_folder["run"], _folder["other"]);
        File.WriteAllText(_folder["other/notes.onnx"], "notes");
        string picture = Directory.GetFiles(_folder["in"], "*.png", SearchOption.AllDirectories)[0];
        File.Copy(picture, _folder["a.png"]);
        File.Copy(picture, _folder["b.png"]);
        File.Copy(picture, _folder["other/a.png"]);
        Directory.CreateDirectory(_folder["in/Solid"]);
        File.WriteAllText(_folder["in/Solid/z.csv"], "theirs");
        Directory.CreateSymbolicLink(_folder["LINK"], _folder["in"]);
        File.CreateSymbolicLink(_folder["linked.png"], _folder["b.png"]);
        string[] Snapshot() => [.. Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories).Where(
            file => Path.GetFileName(file) != ".lock").Order(StringComparer.Ordinal).Select(
            file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
        string[] before = Snapshot();

        var run = CliRun.Of([.. line.Split(' ').Select(Locate), "--force"]);

        Assert.True(run.ExitCode == ExitCodes.Usage, $"{line}: {run.ExitCode} {run.Output}{run.Error}");
        Assert.Equal(before, Snapshot());

        string Locate(string word) => word.StartsWith("RUN", StringComparison.Ordinal) ? _folder["run"] + word[3..]
            : word.AsSpan().ContainsAny('/', '.') || Path.Exists(_folder[word]) ? _folder[word]
            : word;
    }
}
