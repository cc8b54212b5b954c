using System.CommandLine;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Words without a name in front: a run, pictures.</summary>
internal sealed class WordsArgument : Argument<string[]>, IKeyed
{
    /// <summary>Makes an argument.</summary>
    /// <param name="name">What stands for it in help texts.</param>
    /// <param name="description">What it decides.</param>
    /// <param name="arity">How many words there may be.</param>
    /// <param name="key">The key that a file sets it by; the name in small letters where it is null.</param>
    internal WordsArgument(string name, string description, ArgumentArity arity, string? key)
        : base(name)
    {
        (Key, HelpName, Description, Arity) = (key ?? name.ToLowerInvariant(), name, description, arity);
        CustomParser = result => [.. result.Tokens.Select(token => token.Value)];
    }

    public string Key { get; }
}
