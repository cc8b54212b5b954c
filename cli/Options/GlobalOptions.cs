using System.CommandLine;

namespace ILGpuAutoencoders.Cli;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    internal const string Json = "--json", Quiet = "--quiet", Verbose = "--verbose";

    internal static void AddTo(RootCommand root)
    {
        root.Add(new Option<bool>(Json) { Description = "print one JSON object on standard output and nothing else there", Recursive = true });
        root.Add(new Option<bool>(Quiet) { Description = "no progress, only warnings and errors", Recursive = true });
        root.Add(new Option<bool>(Verbose) { Description = "with an error, where it happened in the program", Recursive = true });
    }
}
