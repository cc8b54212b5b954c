using System.CommandLine;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    internal const string Json = "--json", Quiet = "--quiet", Verbose = "--verbose", Config = "--config", PrintConfig = "--print-config",
        Force = "--force";

    internal static void AddTo(RootCommand root)
    {
        root.Add(
            new Option<string>(
                Config)
            {
                HelpName = "FILE",
                Description = "options from a YAML or JSON file, such as config.yaml of a run; the command line takes precedence",
                Recursive = true
            });
        root.Add(
            new Option<bool>(PrintConfig) { Description = "print the resolved options as such a file and exit", Recursive = true });
        root.Add(
            new Option<bool>(Json) { Description = "print one JSON object on standard output and nothing else there", Recursive = true });
        root.Add(
            new Option<bool>(Force) { Description = "overwrite files that exist, but never inputs or runs", Recursive = true });
        root.Add(new Option<bool>(Quiet) { Description = "no progress, only warnings and errors", Recursive = true });
        root.Add(new Option<bool>(Verbose) { Description = "on an error, also say where in the program it happened", Recursive = true });
    }
}
