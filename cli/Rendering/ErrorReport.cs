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
    /// <param name="error">The error.</param>
    /// <param name="who">Whose it is, before its text; empty where that is clear.</param>
    /// <param name="config">Where options came from.</param>
    /// <param name="command">The command.</param>
    /// <param name="console">Where it is written.</param>
    /// <param name="isVerbose">Whether it also says where in the program it happened.</param>
    /// <param name="stopCode">The exit code of a signal that has come; 0 for none.</param>
    /// <returns>The exit code.</returns>
    internal static int Write(
        Exception error, string who, ConfigArguments config, Command command, CliConsole console, bool isVerbose, int stopCode)
    {
        // What threads and starting types threw counts as if it had come by itself.
        error = error is AggregateException { InnerExceptions: [var first, ..] } ? first : error;
        error = error is TypeInitializationException { InnerException: { } cause } ? cause : error;
        int code = CodeOf(error, stopCode);
        if (error is OperationCanceledException && stopCode != 0)
        {
            console.Error.WriteLine("ilgpu-ae: stopped.");
        }
        else
        {
            console.Error.WriteLine($"ilgpu-ae: {who}{OneLine(MessageOf(error, code, config, command))}");
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
        FileNotFoundException or FileLoadException when PartOf(error) is { } part =>
            $"A part of the program, {part}, cannot be loaded: too few files may be open (ulimit -n: 256 are enough), or it is missing "
            + "and the program has to be installed again.",
        _ when code == ExitCodes.Bug =>
            $"unexpected {error.GetType().Name}: {error.Message} Run it again with --verbose and report what it says.",
        _ => error.Message,
    };

    /// <summary>The name of the assembly that an error is about; null if it is about a file of the user.</summary>
    private static string? PartOf(Exception error)
    {
        string? name = (error as FileNotFoundException)?.FileName ?? (error as FileLoadException)?.FileName;
        return name?.Contains(", Version=", StringComparison.Ordinal) == true ? name[..name.IndexOf(',', StringComparison.Ordinal)] : null;
    }

    private static int CodeOf(Exception error, int stopCode) => error switch
    {
        OperationCanceledException when stopCode != 0 => stopCode,
        ConfigurationException or FormatException or LaunchException => ExitCodes.Usage,
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
