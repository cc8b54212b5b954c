using System.Text.Json;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class AnomalyBenchmarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_class_is_told_from_the_rest_and_a_benchmark_goes_on_where_it_was()
    {
        foreach (string part in (string[])["train", "test"])
        {
            Draw($"set/{part}/face", 12, part == "train" ? 1u : 2u, isFace: true);
            Draw($"set/{part}/other", 12, part == "train" ? 1u : 2u, isFace: false);
        }

        Draw("set/test/further", 3, 3, isFace: false);
        Draw("set/notes", 1, 3, isFace: false);
        string[] line = [.. Line("set"), "--seeds", "1,2"];

        var run = CliRun.Of([.. line, "--quiet"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains("joint *", run.Output, StringComparison.Ordinal);
        Assert.Contains("left out: folder notes", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["benchmark.csv", "benchmark.json", "benchmark.md", "face-1", "face-2", "other-1", "other-2"],
            Directory.GetFileSystemEntries(_folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        string text = File.ReadAllText(_folder["out/benchmark.json"]);
        var found = JsonDocument.Parse(text).RootElement;
        var rows = found.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(
            [("face", 10, 12, 15, 2), ("other", 10, 12, 15, 2)],
            rows.Select(row => (row.GetProperty("class").GetString(), Int(row, "train"), Int(row, "normal"), Int(row, "others"),
                Int(row, "seeds"))));
        // A mean over classes and a mean over seeds are the same of all.
        Assert.Equal(rows.Average(row => Mean(row.GetProperty("auroc"))), Mean(found.GetProperty("mean")), 12);
        Assert.Equal(4, File.ReadAllLines(_folder["out/benchmark.csv"]).Length);

        // The AUROC of a class is the one that anomaly score gives its run.
        string labels = string.Concat(from folder in Directory.GetDirectories(_folder["set/test"])
                                      from file in Directory.GetFiles(folder)
                                      select $"{file},{(Path.GetFileName(folder) == "face" ? 0 : 1)}\n");
        File.WriteAllText(_folder["labels.csv"], labels);
        double[] scored = [.. new[] { 1, 2 }.Select(seed => CliRun.Of(
            "anomaly", "score", _folder[$"out/face-{seed}"], _folder["set/test"], "--labels", _folder["labels.csv"], "--device", "cpu",
            "--json").Json.GetProperty("auroc").GetDouble())];
        Assert.Equal(scored.Average(), Mean(rows[0].GetProperty("auroc")), 12);

        // What is done is left as it is, and what is missing is made again.
        string epochs = File.ReadAllText(_folder["out/face-1/metrics.csv"]);
        Directory.Delete(_folder["out/other-2"], recursive: true);
        File.Delete(_folder["out/benchmark.json"]);
        run = CliRun.Of([.. line, "--json"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(text, File.ReadAllText(_folder["out/benchmark.json"]));
        // It holds times, so a second training would have another.
        Assert.Equal(epochs, File.ReadAllText(_folder["out/face-1/metrics.csv"]));
        Refused([.. line.Select(word => word == "shallow" ? "mlp" : word)], ExitCodes.Usage, "face-1' was trained with shallow, not mlp");
    }

    [Fact]
    public void Class_folders_alone_are_split()
    {
        Draw("set/face", 20, 1, isFace: true);
        Draw("set/other", 20, 1, isFace: false);

        var run = CliRun.Of([.. Line("set"), "--json", "--score", "mse", "--seeds", "5"]);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal("mse", run.Json.GetProperty("score").GetString());
        Assert.Equal(
            [(18, 1, 1), (18, 1, 1)],
            run.Json.GetProperty("rows").EnumerateArray().Select(row => (Int(row, "train"), Int(row, "normal"), Int(row, "others"))));
    }

    [Fact]
    public void What_cannot_be_a_benchmark_is_said_before_anything_is_trained()
    {
        Draw("one/train/face", 4, 1, isFace: true);
        Refused(Line("one"), ExitCodes.Data, "has a folder train and none called test");
        Draw("one/test/face", 4, 1, isFace: true);
        Refused(Line("one"), ExitCodes.Data, "holds 1 class folder; one class against the rest takes 2 or more");
        Draw("one/train/other", 4, 1, isFace: false);
        Refused(Line("one"), ExitCodes.Data, "has no folder other, a class that");
        Directory.CreateDirectory(_folder["one/test/other"]);
        Refused(Line("one"), ExitCodes.Data, "holds no pictures");
        Draw("few/a", 4, 1, isFace: true);
        Draw("few/b", 2, 1, isFace: true);
        Refused(Line("few"), ExitCodes.Data, "has too few pictures: 2 in train, 0 in val and 0 in test");
        Directory.CreateDirectory(_folder["few/test"]);
        Refused(Line("few"), ExitCodes.Data, "holds no class folders");
        Refused(Line("none"), ExitCodes.Data, "does not exist");
        Refused([.. Line("few"), "--score", "best"], ExitCodes.Usage, "'best' is not valid");
        Refused([.. Line("few").Select(word => word == "shallow" ? "bert" : word)], ExitCodes.Usage, "'bert' is not valid");
        Refused([.. Line("few"), "--seeds", "one"], ExitCodes.Usage, "'one' is not valid");
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void Links_are_followed_on_request()
    {
        Draw("set/train/face", 8, 1, isFace: true);
        Draw("set/test/face", 8, 2, isFace: true);
        Draw("elsewhere", 8, 1, isFace: false);
        foreach (string part in (string[])["train", "test"])
        {
            Directory.CreateSymbolicLink(_folder[$"set/{part}/other"], _folder["elsewhere"]);
        }

        Refused(Line("set"), ExitCodes.Data, "holds 1 class folder");
        var run = CliRun.Of([.. Line("set"), "--follow-links", "--json"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(2, run.Json.GetProperty("rows").GetArrayLength());

        string[] score = ["anomaly", "score", _folder["out/face-0"], _folder["set/test"], "--device", "cpu", "--json"];
        Assert.Equal(8, CliRun.Of(score).Json.GetProperty("images").GetInt32());
        Assert.Equal(16, CliRun.Of([.. score, "--follow-links"]).Json.GetProperty("images").GetInt32());
    }

    private static int Int(JsonElement row, string name) => row.GetProperty(name).GetInt32();

    private static double Mean(JsonElement spreads) => spreads.GetProperty("joint").GetProperty("mean").GetDouble();

    private string[] Line(string data) =>
    [
        "anomaly", "benchmark", _folder[data], "--model", "shallow", "--latent", "2", "--image-size", "16", "--epochs", "1",
        "--batch-size", "4", "--device", "cpu", "--out", _folder["out"],
    ];

    private void Draw(string folder, int count, uint seed, bool isFace)
    {
        Directory.CreateDirectory(_folder[folder]);
        for (int i = 0; i < count; i++)
        {
            byte[] pixels = isFace ? GeneratedFaces.Draw(seed, i, 16) : GeneratedOthers.Draw(seed, i, 16);
            PixelCodec.SavePng(new Picture(16, 16, pixels), _folder[$"{folder}/{i:D2}.png"]);
        }
    }

    private static void Refused(string[] line, int exitCode, string sentence)
    {
        var run = CliRun.Of(line);
        Assert.True(run.ExitCode == exitCode, run.Error);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("ilgpu-ae: ", StringComparison.Ordinal));
    }
}
