using System.CommandLine;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>An option of one value, with what a configuration file needs to know of it.</summary>
/// <param name="name">With its dashes.</param>
internal sealed class ValueOption(string name) : Option<string>(name)
{
    /// <summary>The value where none is given; null where that is decided elsewhere.</summary>
    internal string? Fallback { get; init; }

    /// <summary>Whether its value is several with commas between them.</summary>
    internal bool IsList => HelpName?.EndsWith("...", StringComparison.Ordinal) == true;
}
