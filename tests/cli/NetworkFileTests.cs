using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.Models.Families.Described;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>A network that a file describes, through every command that a run of it can meet.</summary>
public sealed class NetworkFileTests(NetworkFileTests.Trained trained) : IClassFixture<NetworkFileTests.Trained>
{
    private static string[] Options(int epochs, int latent = 8) =>
        ["--preset", "plain", "--data", "faces:60", "--image-size", "16", "--latent", $"{latent}", "--epochs", $"{epochs}",
            "--batch-size", "16", "--device", "cpu", "--threads", "1"];

    [Fact]
    public void Improved_as_a_file_trains_to_the_bits_of_the_built_in_family()
    {
        using var folder = new TemporaryFolder();
        string[] options = [.. Options(1), "--max-steps", "3", "--seed", "7"];
        Ok(["train", "--network", SomeNetworks.PathOf("improved"), .. options, "--out", folder["described"]]);
        Ok(["train", "improved", .. options, "--out", folder["built"]]);

        var described = Checkpoint.Read(folder["described/last.safetensors"]);
        var built = Checkpoint.Read(folder["built/last.safetensors"]);
        Assert.Equal(built.Tensors.Keys, described.Tensors.Keys);
        Assert.All(built.Tensors, entry => Assert.Equal(entry.Value.Data.ToArray(), described.Tensors[entry.Key].Data.ToArray()));
    }

    [Fact]
    public void A_run_resumes_to_the_same_bits_without_the_file()
    {
        using var folder = new TemporaryFolder();
        string file = folder["net.yaml"];
        File.Copy(SomeNetworks.PathOf("residual"), file);
        Ok(["train", "--network", file, .. Options(1), "--out", folder["run"]]);
        File.Delete(file);
        Ok("train", "--resume", folder["run"], "--epochs", "2");

        foreach (string name in (string[])["best.safetensors", "last.safetensors"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(trained.Run, name)), File.ReadAllBytes(folder[$"run/{name}"]));
        }

        var other = CliRun.Of("train", "--resume", folder["run"], "--network", SomeNetworks.PathOf("unet"));
        Assert.Equal(ExitCodes.Usage, other.ExitCode);
        Assert.Matches(@"--network: '.*' was trained with '\d+ lines \([0-9a-f]{8}\)' and cannot be resumed with '\d+ lines", other.Error);
    }

    [Fact]
    public void Its_configuration_repeats_the_run()
    {
        using var folder = new TemporaryFolder();
        Ok("train", "--config", Path.Combine(trained.Run, "config.yaml"), "--out", folder["again"]);

        Assert.Equal(
            File.ReadAllBytes(Path.Combine(trained.Run, "last.safetensors")), File.ReadAllBytes(folder["again/last.safetensors"]));
    }

    [Fact]
    public void Its_runs_are_used_like_those_of_families()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"], pictures = folder["faces"];
        Directory.CreateDirectory(run);
        foreach (string file in Directory.GetFiles(trained.Run))
        {
            File.Copy(file, Path.Combine(run, Path.GetFileName(file)));
        }

        Ok("data", "faces", "--count", "8", "--image-size", "16", "--out", pictures);
        Assert.True(Ok("evaluate", run, "--device", "cpu", "--json").Json.GetProperty("pca").GetProperty("psnr").GetDouble() > 5);
        Ok("reconstruct", run, pictures, "--out", folder["reconstructed"], "--device", "cpu");
        Ok("embed", run, pictures, "--out", folder["z.csv"], "--device", "cpu");
        Assert.Equal(9, File.ReadAllLines(folder["z.csv"]).Length);
        Ok("compress", run, pictures, "--out", folder["iae"], "--device", "cpu");
        Ok("decompress", run, folder["iae"], "--out", folder["back"], "--device", "cpu");
        Ok("anomaly", "calibrate", run, "--data", "faces:60", "--device", "cpu");
        Assert.Equal(8, Ok("anomaly", "score", run, pictures, "--device", "cpu", "--json").Json.GetProperty("images").GetInt32());
        Ok("export", run, "--to", folder["m.onnx"]);
        Ok("export", run, "--to", folder["m.safetensors"]);
        Ok("import", folder["m.safetensors"], "--model", "network", "--network", SomeNetworks.PathOf("residual"), "--image-size", "16",
            "--latent", "8", "--out", folder["imported"]);
        Assert.Contains("network", Ok("runs", folder["."]).Output, StringComparison.Ordinal);
        string[] sizes = ["--image-size", "16", "--latent", "8"];
        Assert.Equal(Ok("inspect", run).Output, Ok(["inspect", SomeNetworks.PathOf("residual"), .. sizes]).Output);
        Ok("report", run, "--device", "cpu");
    }

    [Fact]
    public void Without_a_latent_vector_it_denoises_but_does_not_embed()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"], pictures = folder["faces"];
        Ok(["train", "--network", SomeNetworks.PathOf("unet"), "--noise", "gaussian", .. Options(1), "--out", run]);
        Ok("data", "faces", "--count", "4", "--image-size", "16", "--out", pictures);
        Ok("denoise", run, pictures, "--out", folder["clean"], "--device", "cpu");
        Ok("export", run, "--to", folder["m.onnx"]);
        var embed = CliRun.Of("embed", run, pictures, "--out", folder["z.csv"], "--device", "cpu");

        Assert.Equal(ExitCodes.Usage, embed.ExitCode);
        Assert.Contains("do not pass through a latent vector", embed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_takes_a_file_and_several_latent_sizes()
    {
        using var folder = new TemporaryFolder();
        string[] options = [.. Options(1)];
        options[Array.IndexOf(options, "--latent") + 1] = "4,8";
        var sweep = Ok(["sweep", "network", "--network", SomeNetworks.PathOf("residual"), .. options, "--out", folder["sweep"], "--json"]);

        Assert.Equal([4, 8], sweep.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("latent").GetInt32()));
    }

    [Theory]
    [InlineData(
        "layers:\n- conv: 8\n- linear: 3\n", new[] { "train" },
        "network:3: layers.1 (linear) takes a vector and gets [8, 8, 8]; put flatten before it.")]
    [InlineData(
        "layers:\n- conv: 8\n- linear: 3\n", new[] { "inspect" },
        "network:3: layers.1 (linear) takes a vector and gets [8, 8, 8]; put flatten before it.")]
    [InlineData("layers:\n- convolution: 8\n", new[] { "train" }, "net.yaml:2: 'convolution' is not valid; use one of conv, ")]
    [InlineData("layers:\n- conv: 8000000000\n", new[] { "inspect" }, "net.yaml:2: conv: out: '8000000000' is not valid; use 1 to 65536")]
    [InlineData("layers: [relu]\n", new[] { "train", "conv" }, "--network: conv has no such option; omit it, or use network.")]
    [InlineData(null, new[] { "train" }, "net.yaml' does not exist; check the path.")]
    [InlineData(null, new[] { "inspect" }, "net.yaml' does not exist; check the path.")]
    public void A_mistake_exits_2_with_line_layer_and_shapes(string? text, string[] command, string said)
    {
        using var folder = new TemporaryFolder();
        string file = folder["net.yaml"];
        if (text is not null)
        {
            File.WriteAllText(file, text);
        }

        var run = CliRun.Of(command[0] == "inspect" ? ["inspect", file, "--image-size", "16"]
            : [.. command, "--network", file, .. Options(1), "--out", folder["run"]]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void A_network_too_large_for_memory_is_refused_before_it_starts()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["net.yaml"], "layers: [" + string.Concat(Enumerable.Repeat("conv: {out: 8192, kernel: 3, stride: 1}, ", 5))
            + "conv: {out: 3, kernel: 3, stride: 1}]\n");
        var run = CliRun.Of(["train", "--network", folder["net.yaml"], .. Options(1), "--out", folder["run"]]);

        Assert.Equal(ExitCodes.Device, run.ExitCode);
        Assert.Contains("more than 2³¹ elements", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_the_family_says_so()
    {
        var run = CliRun.Of("train", "network", "--data", "faces:20");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("name one with --network FILE.yaml", run.Error, StringComparison.Ordinal);
    }

    private static CliRun Ok(params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.True(run.ExitCode == ExitCodes.Ok, $"{string.Join(' ', args)}: {run.Error}");
        return run;
    }

    /// <summary>residual.yaml, trained for two epochs.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Trained() => Ok(["train", "--network", SomeNetworks.PathOf("residual"), .. Options(2), "--out", Run]);

        internal string Run => _folder["run"];

        public void Dispose() => _folder.Dispose();
    }
}
