using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Models.Export;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>export, import and what they say to files that do not fit.</summary>
public sealed class ExchangeTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_exported_run_comes_back_as_a_run_with_the_same_weights()
    {
        string file = _folder["model.safetensors"], run = _folder["again"];
        Assert.Equal(ExitCodes.Ok, CliRun.Of("export", tiny.Run, "--to", file).ExitCode);

        var imported = CliRun.Of("import", file, "--model", "conv", "--out", run, "--json");

        Assert.True(imported.ExitCode == ExitCodes.Ok, imported.Error);
        Assert.Equal((16, 8), (imported.Json.GetProperty("image_size").GetInt32(), imported.Json.GetProperty("latent").GetInt32()));
        MustHoldTheWeightsOf(tiny.Run, run);
        var evaluated = CliRun.Of("evaluate", run, "--data", "faces:60", "--split", "val", "--no-pca", "--device", "cpu", "--json");
        Assert.True(evaluated.ExitCode == ExitCodes.Ok, evaluated.Error);
        Assert.Equal(
            CliRun.Of("evaluate", tiny.Run, "--data", "faces:60", "--split", "val", "--no-pca", "--device", "cpu", "--json").Output,
            evaluated.Output);
        var resumed = CliRun.Of("train", "--resume", run);
        Assert.Equal(ExitCodes.Checkpoint, resumed.ExitCode);
        Assert.Contains("cannot be resumed", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exported_graph_comes_back_too()
    {
        string file = _folder["model.onnx"], run = _folder["again"];
        var exported = CliRun.Of("export", tiny.Run, "--to", file, "--json");
        Assert.True(exported.ExitCode == ExitCodes.Ok, exported.Error);
        Assert.Equal(
            ("input", "output"), (exported.Json.GetProperty("inputs")[0].GetString(), exported.Json.GetProperty("outputs")[0].GetString()));
        Assert.Equal(new FileInfo(file).Length, exported.Json.GetProperty("bytes").GetInt64());

        Assert.Equal(ExitCodes.Ok, CliRun.Of("import", file, "--model", "conv", "--out", run).ExitCode);

        MustHoldTheWeightsOf(tiny.Run, run);
    }

    [Fact]
    public void Parts_hold_their_own_tensors()
    {
        foreach (string part in (string[])["encoder", "decoder"])
        {
            string file = _folder[part + ".safetensors"];
            Assert.Equal(ExitCodes.Ok, CliRun.Of("export", tiny.Run, "--to", file, "--part", part).ExitCode);
            var names = Checkpoint.Read(file).Tensors.Keys;
            Assert.Equal(8, names.Count);
            Assert.All(names, name => Assert.StartsWith(part + ".", name, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("safetensors")]
    [InlineData("onnx")]
    public void A_file_of_another_model_exits_4_and_names_the_first_tensor_with_both_shapes(string format)
    {
        string file = _folder["model." + format];
        CliRun.Of("export", tiny.Run, "--to", file);

        MustFail(
            CliRun.Of("import", file, "--model", "improved", "--out", _folder["x"]), "encoder.0.weight", "[32, 3, 4, 4]", "[64, 3, 4, 4]");
        MustFail(CliRun.Of("import", file, "--model", "conv", "--image-size", "32", "--latent", "8", "--out", _folder["x"]),
            "encoder.7.weight", "[8, 512]", "[8, 2048]");
        MustFail(CliRun.Of("import", file, "--model", "mlp", "--out", _folder["x"]), "encoder.1.weight", "[1024, 12288]");
        Assert.False(Directory.Exists(_folder["x"]));
    }

    [Fact]
    public void A_tensor_that_the_model_lacks_exits_4()
    {
        string file = _folder["more.safetensors"];
        var checkpoint = Checkpoint.Read(Path.Combine(tiny.Run, "best.safetensors"));
        checkpoint.Tensors["encoder.8.weight"] = CheckpointTensor.FromFloats([2], [1, 2]);
        checkpoint.Write(file);

        MustFail(CliRun.Of("import", file, "--model", "conv", "--out", _folder["x"]), "encoder.8.weight", "[2]");
    }

    [Fact]
    public void Weights_that_are_no_numbers_exit_4()
    {
        string file = _folder["nan.safetensors"];
        var checkpoint = Checkpoint.Read(Path.Combine(tiny.Run, "best.safetensors"));
        checkpoint.Tensors["encoder.0.bias"] = CheckpointTensor.FromFloats([32], [.. Enumerable.Repeat(float.NaN, 32)]);
        checkpoint.Write(file);

        MustFail(CliRun.Of("import", file, "--model", "conv", "--out", _folder["x"]), "encoder.0.bias", "NaN");
    }

    [Fact]
    public void A_graph_or_a_pickle_where_a_checkpoint_is_wanted_exits_4_and_says_what_it_is()
    {
        string file = _folder["model.onnx"], renamed = _folder["model.bin"], pickle = _folder["model.pt"],
        picture = Path.Combine(tiny.Run, "curves.png");
        CliRun.Of("export", tiny.Run, "--to", file);
        File.Copy(file, renamed);
        File.WriteAllBytes(pickle, "PK\u0003\u0004archive/data.pkl"u8.ToArray());
        foreach (string graph in (string[])[file, renamed])
        {
            MustFail(CliRun.Of("evaluate", graph, "--device", "cpu"), graph, "is an ONNX graph");
            MustFail(CliRun.Of("reconstruct", graph, picture, "--out", _folder["out"], "--device", "cpu"), graph, "is an ONNX graph");
            MustFail(CliRun.Of(["train", "conv", .. TinyRun.Options, "--init", graph, "--out", _folder["x"]]), graph, "is an ONNX graph");
        }

        MustFail(CliRun.Of("evaluate", pickle, "--device", "cpu"), pickle, "safetensors.torch.save_file");
        MustFail(CliRun.Of("import", pickle, "--model", "conv", "--out", _folder["x"]), pickle, "safetensors.torch.save_file");
    }

    [Fact]
    public void A_graph_that_is_cut_off_anywhere_exits_4()
    {
        string file = _folder["model.onnx"], cut = _folder["cut.onnx"];
        CliRun.Of("export", tiny.Run, "--to", file);
        byte[] bytes = File.ReadAllBytes(file);
        foreach (int length in (int[])[0, 1, 2, 10, 40, 100, bytes.Length / 2, bytes.Length - 1])
        {
            File.WriteAllBytes(cut, bytes[..length]);
            MustFail(CliRun.Of("import", cut, "--model", "conv", "--out", _folder["x"]), cut, "ONNX");
        }
    }

    [Fact]
    public void Training_starts_from_weights_without_a_marker()
    {
        string file = _folder["foreign.safetensors"], run = _folder["run"];
        var ours = Checkpoint.Read(Path.Combine(tiny.Run, "best.safetensors"));
        ours.Metadata.Clear();
        ours.Write(file);
        // As another program writes it: neither the name of a writer nor a checksum.
        File.WriteAllBytes(file, WithoutMetadata(File.ReadAllBytes(file)));
        Assert.Empty(Checkpoint.Read(file).Metadata);

        var trained = CliRun.Of(["train", "conv", .. TinyRun.Options, "--init", file, "--lr", "1e-30", "--out", run]);

        Assert.True(trained.ExitCode == ExitCodes.Ok, trained.Error);
        MustHoldTheWeightsOf(tiny.Run, run);
    }

    [Fact]
    public void What_cannot_be_exported_exits_2_or_4_and_writes_nothing()
    {
        string file = _folder["model.onnx"];
        void Refused(int code, string said, params string[] words)
        {
            var run = CliRun.Of(["export", tiny.Run, .. words]);
            Assert.Equal(code, run.ExitCode);
            Assert.Contains(said, run.Error, StringComparison.Ordinal);
        }

        Refused(ExitCodes.Usage, ".onnx or .safetensors", "--to", _folder["model.pt"]);
        Refused(ExitCodes.Usage, "latent vectors", "--to", file, "--part", "decoder", "--input", "uint8");
        Refused(ExitCodes.Usage, "full", "--to", file, "--part", "encoder", "--with-score");
        Refused(ExitCodes.Usage, "weights", "--to", _folder["model.safetensors"], "--input", "uint8");
        Refused(ExitCodes.Checkpoint, "anomaly calibrate", "--to", file, "--with-score");
        Assert.False(File.Exists(file));
        File.WriteAllText(file, "mine");
        Refused(ExitCodes.Usage, "exists", "--to", file);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("export", _folder["missing"], "--to", _folder["x.onnx"]).ExitCode);
    }

    [Fact]
    public void A_calibrated_run_exports_its_score()
    {
        string run = _folder["run"], faces = _folder["faces"];
        Directory.CreateDirectory(run);
        foreach (string name in (string[])["config.yaml", "best.safetensors"])
        {
            File.Copy(Path.Combine(tiny.Run, name), Path.Combine(run, name));
        }

        CliRun.Of("data", "faces", "--out", faces, "--count", "40", "--image-size", "16");
        foreach (string score in AnomalyScores.Names)
        {
            string file = _folder[score + ".onnx"];
            var calibrated = CliRun.Of("anomaly", "calibrate", run, "--data", faces, "--score", score, "--device", "cpu");
            Assert.True(calibrated.ExitCode == ExitCodes.Ok, calibrated.Error);
            var exported = CliRun.Of("export", run, "--to", file, "--with-score", "--input", "uint8", "--json");
            Assert.True(exported.ExitCode == ExitCodes.Ok, exported.Error);
            var scored = CliRun.Of("anomaly", "score", run, Path.Combine(faces, "val"), "--device", "cpu", "--json").Json;

            using var session = new OnnxSession(file);
            foreach (var picture in scored.GetProperty("pictures").EnumerateArray())
            {
                var pixels = PixelCodec.DecodeFile(picture.GetProperty("file").GetString()!).Picture!;
                var outputs = session.Run(ToPlanes(pixels), 1, 3, 16, 16);
                double expected = picture.GetProperty("score").GetDouble();
                Assert.True(Math.Abs(outputs["score"][0] - expected) <= 1e-4 * Math.Max(1e-2, Math.Abs(expected)),
                    $"{score}: {outputs["score"][0]} and {expected}");
                Assert.Equal((float)scored.GetProperty("threshold").GetDouble(), outputs["threshold"][0]);
            }
        }
    }

    private static byte[] ToPlanes(Picture picture)
    {
        int area = picture.Width * picture.Height;
        byte[] planes = new byte[3 * area];
        for (int i = 0; i < area; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                planes[(channel * area) + i] = picture.Pixels[(3 * i) + channel];
            }
        }

        return planes;
    }

    private static byte[] WithoutMetadata(byte[] file)
    {
        int length = (int)BitConverter.ToInt64(file);
        var header = System.Text.Json.Nodes.JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
        header.Remove("__metadata__");
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. file.AsSpan(8 + length)];
    }

    private static void MustHoldTheWeightsOf(string expected, string actual)
    {
        var a = Checkpoint.Read(Path.Combine(expected, "best.safetensors")).Tensors;
        var b = Checkpoint.Read(Path.Combine(actual, "best.safetensors")).Tensors;
        Assert.Equal(a.Keys, b.Keys);
        Assert.All(a, entry => Assert.Equal(entry.Value.ToFloats(), b[entry.Key].ToFloats()));
    }

    private static void MustFail(CliRun run, params string[] said)
    {
        Assert.True(run.ExitCode == ExitCodes.Checkpoint, $"exit {run.ExitCode}: {run.Error}");
        string line = run.Error.Split('\n').Single(text => text.StartsWith("ilgpu-ae:", StringComparison.Ordinal));
        Assert.All(said, words => Assert.Contains(words, line, StringComparison.Ordinal));
    }
}
