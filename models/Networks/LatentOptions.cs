using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of families whose pictures pass through a latent vector.</summary>
public abstract record LatentOptions : AutoencoderOptions
{
    private static readonly FamilyOption s_latent = FamilyOption.Of<LatentOptions, int>(
        "latent", CommonValues.Latents, CommonValues.LatentHelp,
        options => options.Latent, (options, value) => options with { Latent = value }) with
    { IsCommon = true, IsRequired = true };

    private protected LatentOptions()
    {
    }

    /// <summary>Length of the latent vector, 1 to 65,536; 256 by default.</summary>
    public int Latent { get; init; } = 256;

    internal sealed override IReadOnlyList<FamilyOption> Declared { get { return [s_latent, .. Own]; } }

    /// <summary>The options that the family takes beside the shape of its pictures and the length of its latent vector.</summary>
    private protected virtual IReadOnlyList<FamilyOption> Own => [];
}
