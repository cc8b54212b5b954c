using System.CommandLine;
using System.CommandLine.Help;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>help COMMAND</c>: what <c>COMMAND --help</c> prints.</summary>
internal sealed class HelpCommand : CliCommand
{
    private readonly Argument<string[]> _command;

    internal HelpCommand()
        : base("help", "Explains a command, its options and their values.") =>
        _command = AddArgument("COMMAND", "the command, such as train or anomaly score", ArgumentArity.ZeroOrMore);

    protected override int Run(Invocation invocation)
    {
        var command = invocation.Result.RootCommandResult.Command;
        var page = (HelpPage)command.Options.OfType<HelpOption>().Single().Action!;
        foreach (string word in invocation.Result.GetValue(_command) ?? [])
        {
            command = command.Subcommands.FirstOrDefault(sub => sub.Name == word)
                ?? throw new ConfigurationException(UsageErrors.UnknownCommand(command, word));
        }

        page.Write(command, invocation.Console.Output);
        return ExitCodes.Ok;
    }
}
