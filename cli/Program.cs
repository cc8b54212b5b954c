using System.CommandLine;

namespace ILGpuAutoencoders.Cli;

/// <summary>The command tree and the way in.</summary>
internal static class Program
{
    internal static int Main(string[] args)
    {
        var console = CliConsole.OfProcess();
        using var stop = new StopSignal(console.Error);
        return Run(args, console, stop);
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="stop">Asks it to stop cleanly; null where nobody does.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(IReadOnlyList<string> args, CliConsole console, StopSignal? stop = null)
    {
        var result = CreateTree().Parse(args);
        if (result.Errors.Count > 0 && result.Action is not System.CommandLine.Help.HelpAction)
        {
            UsageErrors.Write(result, console.Error);
            return ExitCodes.Usage;
        }

        try
        {
            // Signals are ours (StopSignal): the library's own handler would end the process two seconds after the first.
            int code = result.Invoke(new InvocationOptions
            {
                Output = console.Output,
                Error = console.Error,
                Console = console,
                Stop = stop?.Token ?? default,
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
            });
            return stop is { ExitCode: > 0 } ? stop.ExitCode : code;
        }
        catch (Exception error)
        {
            return ErrorReport.Write(error, console, result.GetValue<bool>(GlobalOptions.Verbose), stop?.ExitCode ?? 0);
        }
    }

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
            new NeighboursCommand(),
            new InterpolateCommand(),
            new CompressCommand(),
            new DecompressCommand(),
            new Command("anomaly", "Finds pictures that do not look like those of training.") { new AnomalyCalibrateCommand(), new AnomalyScoreCommand() },
            new SweepCommand(),
            new ReportCommand(),
            new ExportCommand(),
            new ImportCommand(),
            new InspectCommand(),
            new BenchmarkCommand(),
            new Command("data", "Makes and converts pictures.") { new DataImportCommand(), new DataFacesCommand(), new DataPixelsCommand() },
            new DevicesCommand(),
        };
        GlobalOptions.AddTo(root);
        return root;
    }
}
