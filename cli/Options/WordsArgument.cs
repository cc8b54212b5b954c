using System.CommandLine;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Positional words: a run, pictures.</summary>
internal sealed class WordsArgument : Argument<string[]>, IKeyed
{
    /// <summary>Makes an argument.</summary>
    /// <param name="name">What stands for it in help texts.</param>
    /// <param name="description">What it decides.</param>
    /// <param name="arity">How many words there may be.</param>
    /// <param name="key">The key that a file sets it by; null for the name in lower case.</param>
    internal WordsArgument(string name, string description, ArgumentArity arity, string? key)
        : base(name)
    {
        (Key, HelpName, Description, Arity) = (key ?? name.ToLowerInvariant(), name, description, arity);
        CustomParser = result => [.. result.Tokens.Select(token => token.Value)];
    }

    public string Key { get; }

    public string? Group => null;

    public bool IsOutput { get; init; }
}
