using System.Text.Unicode;

namespace ILGpuAutoencoders.Cli.Terminal;

/// <summary>The words of the command line as the system passed them.</summary>
internal static class ArgumentBytes
{
    private const string File = "/proc/self/cmdline";
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// The first word that is not UTF-8, with a replacement character for what cannot be read; null where there is none. A file of such a
    /// name cannot be opened: .NET has read another name.
    /// </summary>
    internal static string? FindNotUtf8(IEnumerable<string> args) =>
        args.FirstOrDefault(word => word.Contains(Replacement)) is { } word && System.IO.File.Exists(File)
        && !Utf8.IsValid(System.IO.File.ReadAllBytes(File))
            ? word
            : null;
}
