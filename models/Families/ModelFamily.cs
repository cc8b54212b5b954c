using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>A family of models.</summary>
/// <param name="Defaults">Its options with their defaults; they name the family.</param>
/// <param name="Summary">What it is, in a line.</param>
public sealed record ModelFamily(AutoencoderOptions Defaults, string Summary)
{
    /// <summary>Its name: conv.</summary>
    public string Name => Defaults.Family;

    /// <summary>The options that it takes beside the shape of its pictures.</summary>
    internal IReadOnlyList<FamilyOption> Options => Defaults.Declared;
}
