using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>An exception as people and scripts meet it: one line and an exit code.</summary>
internal static class ErrorReport
{
    /// <summary>Writes the error.</summary>
    /// <returns>The exit code.</returns>
    internal static int Write(Exception error, ConfigArguments config, Command command, CliConsole console, bool isVerbose, int stopCode)
    {
        // What threads threw counts as if there had been one.
        error = error is AggregateException { InnerExceptions: [var first, ..] } ? first : error;
        int code = CodeOf(error, stopCode);
        if (error is OperationCanceledException && stopCode != 0)
        {
            console.Error.WriteLine("ilgpu-ae: stopped.");
        }
        else
        {
            console.Error.WriteLine($"ilgpu-ae: {OneLine(MessageOf(error, code, config, command))}");
        }

        if (isVerbose)
        {
            console.Error.WriteLine(error.ToString());
        }

        return code;
    }

    private static string MessageOf(Exception error, int code, ConfigArguments config, Command command) => error switch
    {
        ConfigurationException option => config.Say(option, command),
        InsufficientMemoryException { InnerException: ConfigurationException option } => config.Say(option, command),
        OutOfMemoryException and not InsufficientMemoryException =>
            "Out of memory; use a smaller batch-size or image-size, or fewer workers.",
        _ when code == ExitCodes.Bug =>
            $"unexpected {error.GetType().Name}: {error.Message} Run it again with --verbose and report what it says.",
        _ => error.Message,
    };

    private static int CodeOf(Exception error, int stopCode) => error switch
    {
        OperationCanceledException when stopCode != 0 => stopCode,
        ConfigurationException or FormatException => ExitCodes.Usage,
        DataSetException => ExitCodes.Data,
        CheckpointException => ExitCodes.Checkpoint,
        DeviceException or OutOfMemoryException => ExitCodes.Device,
        DivergedException => ExitCodes.Diverged,
        RunLockedException => ExitCodes.Locked,
        IOException or UnauthorizedAccessException => ExitCodes.Disk,
        _ => ExitCodes.Bug,
    };

    private static string OneLine(string text) =>
        PlainText.Of(string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
}
