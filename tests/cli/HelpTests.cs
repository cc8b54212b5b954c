using System.CommandLine;
using System.CommandLine.Help;
using ILGpuAutoencoders.Cli;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public class HelpTests
{
    [Theory]
    [InlineData("ilgpu-ae")]
    [InlineData("tour")]
    [InlineData("train")]
    [InlineData("sweep")]
    [InlineData("runs")]
    [InlineData("compare")]
    [InlineData("evaluate")]
    [InlineData("reconstruct")]
    [InlineData("denoise")]
    [InlineData("sample")]
    [InlineData("embed")]
    [InlineData("merge")]
    [InlineData("neighbours")]
    [InlineData("interpolate")]
    [InlineData("compress")]
    [InlineData("decompress")]
    [InlineData("anomaly")]
    [InlineData("anomaly calibrate")]
    [InlineData("anomaly score")]
    [InlineData("report")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("inspect")]
    [InlineData("benchmark")]
    [InlineData("data")]
    [InlineData("data import")]
    [InlineData("data faces")]
    [InlineData("data pixels")]
    [InlineData("devices")]
    [InlineData("doctor")]
    [InlineData("completion")]
    [InlineData("help")]
    public void Help_is_as_it_was_read_last(string command)
    {
        var root = Program.CreateTree();
        root.Options.OfType<HelpOption>().Single().Action = new HelpPage(width: 120);
        using var output = new StringWriter();
        string[] words = command == "ilgpu-ae" ? [] : command.Split(' ');

        int code = root.Parse([.. words, "--help"]).Invoke(new InvocationConfiguration { Output = output });

        Assert.Equal(ExitCodes.Ok, code);
        GoldenText.Equal("help-" + command.Replace(' ', '-'), output.ToString());
    }

    [Fact]
    public void Every_command_has_two_examples_that_it_takes()
    {
        var root = Program.CreateTree();
        foreach (var command in Leaves(root))
        {
            string path = UsageErrors.PathOf(command);
            string[] examples = [.. CommandExamples.Of(path)];
            Assert.True(examples.Length == 2, $"{path} has {examples.Length} examples.");
            foreach (string example in examples)
            {
                var result = root.Parse(example.Split(' ')[1..]);
                Assert.True(result.Errors.Count == 0, $"{example}: {string.Join(' ', result.Errors.Select(error => error.Message))}");
                Assert.Same(command, result.CommandResult.Command);
            }
        }
    }

    [Theory]
    [InlineData("train")]
    [InlineData("anomaly score")]
    [InlineData("")]
    public void Help_of_a_command_is_that_of_its_option(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var run = CliRun.Of(["help", .. words]);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal(CliRun.Of([.. words, "--help"]).Output, run.Output);
        Assert.Contains("Usage: ilgpu-ae", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Help_fits_its_width(int width)
    {
        foreach (var command in Leaves(Program.CreateTree()))
        {
            using var output = new StringWriter();
            new HelpPage(width).Write(command, output);
            string[] tooLong = [.. output.ToString().Split(Environment.NewLine).Where(
                line => line.Length > width && !line.StartsWith("  ", StringComparison.Ordinal))];
            Assert.Empty(tooLong);
        }
    }

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
}
