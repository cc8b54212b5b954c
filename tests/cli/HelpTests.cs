using System.CommandLine;
using System.CommandLine.Help;
using ILGpuAutoencoders.Cli;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public class HelpTests
{
    private const string Introduction = """
        # Command line

        What `--help` prints, for every command. Options have the same names in configuration files (`--config`); `--print-config` shows them all.
        Exit codes are in the [README](../README.md#use-it), what training computes in [training](training.md).

        Written by `tests/cli/HelpTests.cs` (`UPDATE_GOLDEN=1`).

        """;

    [Fact]
    public void The_page_of_the_command_line_is_what_help_prints()
    {
        var root = Program.CreateTree();
        root.Options.OfType<HelpOption>().Single().Action = new HelpPage(width: 120);
        using var page = new StringWriter();
        page.Write(Introduction);
        Write(root, []);
        GoldenText.EqualDocument("cli.md", page.ToString());

        void Write(Command command, string[] words)
        {
            page.Write($"\n## {(words.Length == 0 ? "ilgpu-ae" : string.Join(' ', words))}\n\n```text\n");
            Assert.Equal(ExitCodes.Ok, root.Parse([.. words, "--help"]).Invoke(new InvocationConfiguration { Output = page }));
            page.Write("```\n");
            foreach (var subcommand in command.Subcommands.Where(subcommand => !subcommand.Hidden))
            {
                Write(subcommand, [.. words, subcommand.Name]);
            }
        }
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
