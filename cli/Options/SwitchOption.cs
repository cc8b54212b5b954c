using System.CommandLine;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>An option that is on if it is named.</summary>
internal sealed class SwitchOption : Option<bool>, IKeyed
{
    /// <summary>Makes an option.</summary>
    /// <param name="key">Its name without dashes.</param>
    /// <param name="description">What it decides.</param>
    internal SwitchOption(string key, string description)
        : base("--" + key) => (Key, Description) = (key, description);

    public string Key { get; }

    public string? Group { get; init; }

    public bool IsOutput => false;
}
