namespace ILGpuAutoencoders.Models;

/// <summary>What help texts say about an option.</summary>
/// <param name="Description">What it decides, as a phrase.</param>
/// <param name="Remark">A further remark, as another phrase; null for none.</param>
/// <param name="Placeholder">What stands for the value: N, a|b.</param>
/// <param name="Range">The values that can be used, as a phrase; null if the placeholder lists them.</param>
/// <param name="Names">The values by name; empty if there are too many to list.</param>
/// <param name="IsSwitch">Whether it is on or off, so that its name may stand alone on a command line.</param>
public sealed record OptionHelp(
    string Description, string? Remark, string Placeholder, string? Range, IReadOnlyList<string> Names, bool IsSwitch)
{
    /// <summary>What holds where it is not set, as a phrase; null where the record's own default says it.</summary>
    public string? Otherwise { get; init; }

    /// <summary>The heading that it stands under among many options; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>Whether a value may be the path of a file, which is read only when the option is set.</summary>
    public bool IsFile { get; init; }

    /// <summary>The description with range and remark.</summary>
    public string Line => string.Concat(Description, Range is null ? "" : $", {Range}", Remark is null ? "" : $"; {Remark}");

    internal static OptionHelp Of<T>(OptionValues<T> values, string description, string? remark)
        where T : notnull => new(description, remark, values.Placeholder, values.Hint, values.Names, typeof(T) == typeof(bool))
        {
            IsFile = values.IsFile,
        };
}
