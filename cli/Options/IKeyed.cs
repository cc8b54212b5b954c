namespace ILGpuAutoencoders.Cli.Options;

/// <summary>An option or argument that a configuration file may set.</summary>
internal interface IKeyed
{
    /// <summary>The key that a file sets it by: an option's name without dashes.</summary>
    string Key { get; }

    /// <summary>The heading that it stands under in help texts; null for none.</summary>
    string? Group { get; }

    /// <summary>
    /// Whether it says where something is written. That is for the command line alone: a file may come from anybody.
    /// </summary>
    bool IsOutput { get; }
}
