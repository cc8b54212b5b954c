using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using ILGpuAutoencoders.Cli.Commands;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Cli;

/// <summary>The command tree and the way in.</summary>
internal static class Program
{
    /// <summary>Without response files: a picture whose name begins with @ is a picture.</summary>
    private static readonly ParserConfiguration s_parsing = new() { ResponseFileTokenReplacer = null };

    internal static int Main(string[] args)
    {
        var console = CliConsole.OfProcess();
        if (ArgumentBytes.FindNotUtf8(args) is { } word)
        {
            console.Error.WriteLine(
                $"ilgpu-ae: '{word}' is not UTF-8, and files of such names cannot be opened; rename the file or folder.");
            return ExitCodes.Usage;
        }

        using var stop = new StopSignal(World.LaunchedRank > 0 ? null : console.Error);
        return Run(args, console, stop);
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="stop">Asks it to stop cleanly; null if nothing does.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(IReadOnlyList<string> args, CliConsole console, StopSignal? stop = null)
    {
        var tree = CreateTree();
        var result = tree.Parse(args, s_parsing);
        var config = ConfigArguments.None;
        var ranks = new Ranks(stop);
        try
        {
            bool isAsking = result.Action is HelpPage
                || tree.Directives.OfType<SuggestDirective>().Any(directive => result.GetResult(directive) is not null);
            if (!isAsking && result.GetValue<string>(GlobalOptions.Config) is { } file)
            {
                config = ConfigArguments.Read(file, result);
                result = tree.Parse([.. args, .. config.Words], s_parsing);
            }

            if (!isAsking && result.Errors.Count > 0)
            {
                return ranks.Fail(Joins(result), who =>
                {
                    UsageErrors.Write(result, who, config, console.Error);
                    return ExitCodes.Usage;
                });
            }

            // Signals are ours (StopSignal): the library's own handler would end the process two seconds after the first.
            int code = result.Invoke(new InvocationOptions
            {
                Output = console.Output,
                Error = console.Error,
                Console = console,
                Stop = stop?.Token ?? default,
                Ranks = ranks,
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
            });
            ranks.Finish();
            bool isStopped = stop is { ExitCode: > 0 } && result.CommandResult.Command is not CliCommand { RunsUntilStopped: true };
            return isStopped ? stop!.ExitCode : code;
        }
        catch (Exception error)
        {
            return ranks.Fail(Joins(result), who => ErrorReport.Write(
                error, who, config, result.CommandResult.Command, console, result.GetValue<bool>(GlobalOptions.Verbose),
                stop?.ExitCode ?? 0));
        }
    }

    private static bool Joins(ParseResult result) => result.CommandResult.Command is CliCommand { JoinsRanks: true };

    /// <summary>All commands.</summary>
    internal static RootCommand CreateTree()
    {
        var root = new RootCommand("Trains autoencoders on pictures, in C# on CPU and GPU.")
        {
            new TourCommand(),
            new TrainCommand(),
            new EvaluateCommand(),
            new ReconstructCommand(),
            new DenoiseCommand(),
            new SampleCommand(),
            new EmbedCommand(),
            new MergeCommand(),
            new NeighboursCommand(),
            new InterpolateCommand(),
            new CompressCommand(),
            new DecompressCommand(),
            new ServeCommand(),
            new Command("anomaly",
                "Finds pictures that do not look like those of training.")
            {
                new AnomalyCalibrateCommand(), new AnomalyScoreCommand(), new AnomalyBenchmarkCommand(),
            },
            new SweepCommand(),
            new RunsCommand(),
            new CompareCommand(),
            new ReportCommand(),
            new ExportCommand(),
            new ImportCommand(),
            new InspectCommand(),
            new BenchmarkCommand(),
            new KernelsCommand(),
            new Command(
                "data", "Makes and converts pictures.") { new DataImportCommand(), new DataFacesCommand(), new DataPixelsCommand() },
            new DevicesCommand(),
            new DoctorCommand(),
            new CompletionCommand(),
            new HelpCommand(),
        };
        root.Options.OfType<HelpOption>().Single().Action = new HelpPage();
        GlobalOptions.AddTo(root);
        return root;
    }
}
