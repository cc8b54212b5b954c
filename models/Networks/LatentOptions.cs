using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of families whose pictures pass through a latent vector.</summary>
public abstract record LatentOptions : AutoencoderOptions
{
    private static readonly FamilyOption s_latent = FamilyOption.Number<LatentOptions, int>(
        "latent", "size of the latent vector, 1 to 65536", options => options.Latent, (options, value) => options with { Latent = value },
        value => value >= 1, "use 1 or more, for example 256") with { IsCommon = true, IsRequired = true };

    private protected LatentOptions()
    {
    }

    /// <summary>Length of the latent vector, 1 or more; 256 by default.</summary>
    public int Latent { get; init; } = 256;

    internal sealed override IReadOnlyList<FamilyOption> Declared { get { return [s_latent, .. Own]; } }

    /// <summary>The options that the family takes beside the side of its pictures and the length of its latent vector.</summary>
    private protected virtual IReadOnlyList<FamilyOption> Own => [];
}
