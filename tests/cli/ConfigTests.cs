using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class ConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_option_goes_before_the_file_and_the_file_before_the_default()
    {
        string file = Write("model: mlp\nepochs: 3\nlr: 0.01\n");

        var run = CliRun.Of("train", "--config", file, "--epochs", "5", "--print-config");

        string[] lines = run.Output.Split('\n');
        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Contains("model: mlp", lines);
        Assert.Contains("epochs: 5", lines);
        Assert.Contains("lr: 0.01", lines);
        Assert.Contains("batch-size: 32", lines);
    }

    [Theory]
    [InlineData("best", "init: pca", "lr: 0.0003", "augment: flip", "ema: 0.995")]
    [InlineData("plain", "init: random", "lr: 0.001", "augment: none", "epochs: 20")]
    public void A_preset_decides_what_is_not_set(string preset, params string[] settings)
    {
        string[] lines = CliRun.Of("train", "conv", "--preset", preset, "--batch-size", "7", "--print-config").Output.Split('\n');
        Assert.All(settings, setting => Assert.Contains(setting, lines));
        Assert.Contains("batch-size: 7", lines);
        Assert.Equal(
            preset == "best", lines.SequenceEqual(CliRun.Of("train", "conv", "--batch-size", "7", "--print-config").Output.Split('\n')));
    }

    [Fact]
    public void The_model_named_goes_before_that_of_the_file() =>
        Assert.Contains(
            "model: shallow", CliRun.Of("train", "shallow", "--config", Write("model: mlp\n"), "--print-config").Output.Split('\n'));

    [Fact]
    public void A_printed_configuration_prints_itself_again()
    {
        string first = CliRun.Of("train", "improved", "--data", "faces:100", "--seed", "7", "--dropout", "0.25", "--print-config").Output;

        Assert.Equal(first, CliRun.Of("train", "--config", Write(first), "--print-config").Output);
    }

    [Theory]
    [InlineData("model: conv\nepoch: 3\n", ":2", "'epoch' (did you mean epochs?)")]
    [InlineData("model: conv\nloss: foo\n", ":2", "mse, mae")]
    [InlineData("epochs: 1\nepochs: 2\n", ":2", "twice")]
    [InlineData("epochs: [1, 2]\n", ":1", "one value")]
    [InlineData("model: conv\nepochs: 0\n", ":2: epochs:", "1 or more")]
    [InlineData("no mapping", "key: value")]
    public void A_bad_file_exits_2_and_names_the_line(string yaml, params string[] said)
    {
        var run = CliRun.Of("train", "conv", "--config", Write(yaml), "--print-config");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.All(said, words => Assert.Contains(words, run.Error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_sets_options_and_argument_of_any_command()
    {
        string quick = CliRun.Of("tour", "--config", Write("quick: true\n"), "--print-config").Output;
        string file = Write("model: mlp\nlatent: [8, 16]\nseeds: 1,2\nepochs: 3\n");

        string[] lines = CliRun.Of("sweep", "--config", file, "--out", "swept", "--epochs", "4", "--print-config").Output.Split('\n');

        Assert.All((string[])["model: mlp", "latent: 8,16", "seeds: 1,2", "epochs: 4", "preset: best"],
            line => Assert.Contains(line, lines));
        Assert.Contains("quick: true", quick.Split('\n'));
        Assert.Contains("model: conv", CliRun.Of("sweep", "conv", "--config", file, "--out", "swept", "--print-config").Output.Split('\n'));
    }

    [Fact]
    public void What_a_command_prints_as_json_it_reads_again()
    {
        string[] line = ["data", "faces", "--out", _folder["faces"], "--count", "12"];
        string json = CliRun.Of([.. line, "--print-config", "--json"]).Output, file = _folder["faces.json"];
        File.WriteAllText(file, json);

        Assert.Equal(json, CliRun.Of("data", "faces", "--out", "x", "--config", file, "--print-config", "--json").Output);
        var run = CliRun.Of("data", "faces", "--out", _folder["faces"], "--config", file);

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(12, Directory.GetFiles(_folder["faces"], "*.png", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("data faces --out x", "count: 3\ncuont: 4\n", "config.yaml:2: there is no key 'cuont' (did you mean count?)")]
    [InlineData("data faces --out x", "image-size: 16\ncount: 0\n", "config.yaml:2: count: '0' is not valid; use 1 to ")]
    [InlineData("data faces --out x", "count: [1, 2]\n", "config.yaml:1: the key 'count' takes one value")]
    [InlineData("sweep conv --out x", "epochs: 1\n\nseeds: [1, b]\n", "config.yaml:3: seeds: 'b'")]
    [InlineData("data faces", "count: 1\nout: x\n", "config.yaml:2: the key 'out' says where something is written")]
    [InlineData("train conv", "resume: x\n", "config.yaml:1: the key 'resume' says where something is written")]
    [InlineData("report", "run: x\n", "config.yaml:1: the key 'run' says where something is written")]
    [InlineData("evaluate x", "csv: x\n", "config.yaml:1: the key 'csv' says where something is written")]
    [InlineData("anomaly score x y", "overlay: x\n", "config.yaml:1: the key 'overlay' says where something is written")]
    [InlineData("export x", "to: x.onnx\n", "config.yaml:1: the key 'to' says where something is written")]
    [InlineData("tour", "quick: perhaps\n", "config.yaml:1: ")]
    [InlineData("devices", "json: true\n", "config.yaml:1: there is no key 'json'")]
    public void What_a_file_sets_wrongly_is_named_with_its_line(string command, string yaml, string said)
    {
        var run = CliRun.Of([.. command.Split(' '), "--config", Write(yaml)]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_hundred_damaged_files_exit_2_or_print_options()
    {
        const string Structure = "{}[]:,-?&*!\"'%@\n\t =x0";
        var random = new Random(11);
        string good = CliRun.Of("train", "conv", "--print-config").Output;
        for (int i = 0; i < 300; i++)
        {
            char[] text = good.ToCharArray();
            for (int n = random.Next(1, 6); n > 0; n--)
            {
                text[random.Next(text.Length)] = Structure[random.Next(Structure.Length)];
            }

            var run = CliRun.Of("train", "--config", Write(new string(text)), "--print-config");

            Assert.True(run.ExitCode is ExitCodes.Ok or ExitCodes.Usage, $"{new string(text)}\n{run.Error}");
            Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_file_exits_2() => Assert.Equal(ExitCodes.Usage, CliRun.Of("train", "--config", _folder["none.yaml"]).ExitCode);

    private string Write(string yaml)
    {
        string path = _folder["config.yaml"];
        File.WriteAllText(path, yaml);
        return path;
    }
}
