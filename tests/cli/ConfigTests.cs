using ILGpuAutoencoders.Cli;

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
        Assert.Contains("batch-size: 64", lines);
    }

    [Fact]
    public void The_model_named_goes_before_that_of_the_file() =>
        Assert.Contains("model: shallow", CliRun.Of("train", "shallow", "--config", Write("model: mlp\n"), "--print-config").Output.Split('\n'));

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
    [InlineData("model: conv\nepochs: 0\n", "epochs", "1 or more")]
    [InlineData("no mapping", "key: value")]
    public void A_bad_file_exits_2_and_names_the_line(string yaml, params string[] said)
    {
        var run = CliRun.Of("train", "conv", "--config", Write(yaml), "--print-config");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.All(said, words => Assert.Contains(words, run.Error, StringComparison.Ordinal));
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
