using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Cli.Terminal;

/// <summary>Where a command writes: results to <paramref name="output"/>, progress and warnings to <paramref name="error"/>.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="isInteractive">Whether a person watches standard error, so that a line may be redrawn.</param>
/// <param name="hasColor">Whether that person wants colours.</param>
internal sealed class CliConsole(TextWriter output, TextWriter error, bool isInteractive, bool hasColor)
{
    internal TextWriter Output { get; } = output;

    internal TextWriter Error { get; } = error;

    internal bool IsInteractive { get; } = isInteractive;

    internal bool HasColor { get; } = hasColor;

    /// <summary>The console of this process, after NO_COLOR, TERM=dumb and CI.</summary>
    internal static CliConsole OfProcess()
    {
        // Loads what writing needs while files can be opened: the error that too few may be open has to be said.
        RuntimeHelpers.RunClassConstructor(typeof(Win32Exception).TypeHandle);
        bool isInteractive = !Console.IsErrorRedirected && Variable("TERM") != "dumb" && Variable("CI") is ("" or "false" or "0");
        return new(new StandardStream(Console.Out, "standard output"), new StandardStream(Console.Error, null), isInteractive,
            isInteractive && Variable("NO_COLOR").Length == 0);
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
