using System.CommandLine;
using System.CommandLine.Parsing;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>
/// An option with one value, or several separated by commas, and what configuration files and errors need to know about it.
/// </summary>
internal sealed class ValueOption : Option<string>, IKeyed
{
    /// <summary>Makes an option.</summary>
    /// <param name="key">Its name without dashes.</param>
    /// <param name="placeholder">What stands for a value in help texts.</param>
    /// <param name="description">What it decides.</param>
    internal ValueOption(string key, string placeholder, string description)
        : base("--" + key)
    {
        (Key, HelpName, Description) = (key, placeholder, description);
        Validators.Add(result =>
        {
            if (Problem(result) is { } problem)
            {
                result.AddError(problem);
            }
        });
    }

    public string Key { get; }

    public string? Group { get; init; }

    /// <summary>The value if none is given; null if that is decided elsewhere.</summary>
    internal string? Fallback { get; init; }

    public bool IsOutput { get; init; }

    /// <summary>Whether it takes several values, separated by commas.</summary>
    internal bool IsList { get; init; }

    /// <summary>Finds what is wrong with a value, as a sentence, or null; null if any text will do.</summary>
    internal Func<string, string?>? Check { get; init; }

    /// <summary>What is wrong with the value that was given, as a sentence; null if nothing is.</summary>
    internal string? Problem(OptionResult result) => Check is not null && result.Tokens is [.., var last]
        ? Values(last.Value).Select(Check).FirstOrDefault(problem => problem is not null)
        : null;

    /// <summary>The values of a text.</summary>
    internal IEnumerable<string> Values(string text) =>
        IsList ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text];
}
