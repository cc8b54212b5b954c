using System.Globalization;
using System.Text.Json;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.Models.Export;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Whitened latent vectors through the command line, of a run that was trained on folders of people.</summary>
public sealed class LatentSpaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LatentSpaceTests()
    {
        Draw("people/train", 6, 3);
        Draw("people/val", 2, 2);
        Draw("people/test", 3, 2);
        MustRun(
            "train", "shallow", "--data", _folder["people"], "--image-size", "16", "--latent", "4", "--epochs", "1", "--batch-size", "4",
            "--device", "cpu", "--augment", "flip", "--out", _folder["run"], "--quiet");
    }

    private string Sidecar => _folder["run/best.whitening.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Neighbours_are_those_by_cosine_within_classes_unless_it_is_told_otherwise()
    {
        var best = Neighbours("best");
        Assert.Equal("classes", best.GetProperty("space").GetString());
        byte[] made = File.ReadAllBytes(Sidecar);
        var again = Neighbours("again");
        Assert.True(JsonElement.DeepEquals(best.GetProperty("queries"), again.GetProperty("queries")));
        Assert.Equal(made, File.ReadAllBytes(Sidecar));
        Assert.All(Distances(best), distance => Assert.InRange(distance, 0, 2));
        Assert.Equal(Distances(best).Order(), Distances(best));
        var accuracy = best.GetProperty("accuracy");
        foreach (string spaces in (string[])["latent_spaces", "pca_spaces"])
        {
            Assert.Equal(["whitened", "classes"], accuracy.GetProperty(spaces).EnumerateObject().Select(space => space.Name));
        }

        double first = accuracy.GetProperty("latent").GetProperty("top1").GetDouble();
        Assert.Equal(
            Math.Sqrt(first * (1 - first) / accuracy.GetProperty("images").GetInt32()),
            accuracy.GetProperty("latent").GetProperty("top1_error").GetDouble(), 12);

        // A distance is 1 less the cosine of what embed writes.
        foreach (string space in (string[])["whitened", "classes"])
        {
            var vectors = Embed(space);
            Assert.All(vectors.Values, vector => Assert.Equal(1, vector.Sum(x => x * x), 4));
            var query = Neighbours("near-" + space, "--space", space).GetProperty("queries")[0];
            float[] asked = vectors[query.GetProperty("file").GetString()!];
            foreach (var near in query.GetProperty("neighbours").EnumerateArray())
            {
                float[] other = vectors[near.GetProperty("file").GetString()!];
                Assert.Equal(1 - asked.Zip(other, (a, b) => (double)a * b).Sum(), near.GetProperty("distance").GetDouble(), 5);
            }
        }

        var raw = Neighbours("raw", "--space", "raw").GetProperty("queries")[0];
        var plain = Embed("raw");
        Assert.Equal(
            Math.Sqrt(plain[raw.GetProperty("file").GetString()!].Zip(
                plain[raw.GetProperty("neighbours")[0].GetProperty("file").GetString()!], (a, b) => ((double)a - b) * (a - b)).Sum()),
            raw.GetProperty("neighbours")[0].GetProperty("distance").GetDouble(), 5);
    }

    [Fact]
    public void An_encoder_exports_them()
    {
        MustRun("export", _folder["run"], "--to", _folder["e.onnx"], "--part", "encoder", "--space", "classes", "--input", "uint8");
        var vectors = Embed("classes");
        using var session = new OnnxSession(_folder["e.onnx"]);
        Assert.Equal(["embedding", "latent"], session.Outputs.Keys.Order());
        foreach (var (file, expected) in vectors)
        {
            var pixels = PixelCodec.DecodeFile(file).Picture!;
            byte[] planes =
                [.. from channel in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 256) select pixels.Pixels[(3 * i) + channel]];
            Assert.All(
                expected.Zip(session.Run(planes, 1, 3, 16, 16)["embedding"]), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        }

        Refused("a graph of an encoder alone", "export", _folder["run"], "--to", _folder["f.onnx"], "--space", "whitened");
        Refused(
            "a graph of an encoder alone", "export", _folder["run"], "--to", _folder["f.safetensors"], "--part", "encoder", "--space",
            "whitened");
    }

    [Fact]
    public void What_is_missing_or_damaged_is_made_again_or_said()
    {
        var first = Neighbours("first");
        byte[] made = File.ReadAllBytes(Sidecar);
        File.WriteAllBytes(Sidecar, made[..^9]);
        Assert.True(JsonElement.DeepEquals(first.GetProperty("queries"), Neighbours("second").GetProperty("queries")));
        Assert.Equal(made, File.ReadAllBytes(Sidecar));

        // Of other weights.
        File.Copy(_folder["run/last.safetensors"], _folder["run/best.safetensors"], overwrite: true);
        MustRun("train", "--resume", _folder["run"], "--epochs", "2", "--quiet");
        Neighbours("third");
        Assert.NotEqual(made, File.ReadAllBytes(Sidecar));

        Directory.Move(_folder["people/train"], _folder["elsewhere"]);
        File.Delete(Sidecar);
        string[] line = ["neighbours", _folder["run"], Query, "--in", _folder["people/test"], "--device", "cpu", "--no-accuracy"];
        var run = CliRun.Of([.. line, "--out", _folder["n.png"], "--quiet"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Contains("are missing, so nothing is whitened", run.Error, StringComparison.Ordinal);
        Assert.Contains("space: raw", run.Output, StringComparison.Ordinal);
        Refused("are missing, so nothing is whitened; use raw", [.. line, "--out", _folder["m.png"], "--space", "whitened"]);
    }

    [Fact]
    public void Without_folders_of_classes_there_is_no_such_space_and_shards_are_of_one_space()
    {
        MustRun(
            "train", "shallow", "--data", "faces:30", "--image-size", "16", "--latent", "4", "--epochs", "1", "--batch-size", "8",
            "--device", "cpu", "--out", _folder["faces"], "--quiet");
        string[] embed = ["embed", _folder["faces"], _folder["people/test"], "--device", "cpu", "--out", _folder["z.npy"]];
        Refused("do not lie in folders of classes", [.. embed, "--space", "classes"]);
        MustRun([.. embed, "--shard", "1/2"]);
        Refused("is a shard of other inputs, other options or another model", [.. embed, "--shard", "1/2", "--space", "whitened"]);
    }

    private string Query => _folder["people/test/p0/0.png"];

    private static IEnumerable<double> Distances(JsonElement found) =>
        found.GetProperty("queries")[0].GetProperty("neighbours").EnumerateArray().Select(near => near.GetProperty("distance").GetDouble());

    private JsonElement Neighbours(string name, params string[] more) => MustRun(
        ["neighbours", _folder["run"], Query, "--in", _folder["people/test"], "--out", _folder[name + ".png"], "--device", "cpu", "--json",
            .. more]).Json;

    private Dictionary<string, float[]> Embed(string space)
    {
        string file = _folder[$"{space}-{Guid.NewGuid():N}.csv"];
        MustRun("embed", _folder["run"], _folder["people/test"], "--out", file, "--space", space, "--device", "cpu");
        return File.ReadAllLines(file)[1..].Select(line => line.Split(',')).ToDictionary(
            fields => fields[0],
            fields => fields[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray());
    }

    private void Draw(string folder, int people, int each)
    {
        for (int i = 0; i < people * each; i++)
        {
            string file = _folder[$"{folder}/p{i / each}/{i % each}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw((ulong)folder.Length, i, 16)), file);
        }
    }

    private static CliRun MustRun(params string[] line)
    {
        var run = CliRun.Of(line);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return run;
    }

    private static void Refused(string sentence, params string[] line)
    {
        var run = CliRun.Of(line);
        Assert.True(run.ExitCode == ExitCodes.Usage, run.Error);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }
}
