using static ILGpuAutoencoders.Models.NumberRange;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>The options of a family that drops features before the latent vector: a part that its options declare.</summary>
internal static class DropoutPart
{
    /// <summary>The probability that a feature is dropped unless it is set.</summary>
    internal const float Default = 0.1f;

    /// <summary>Declares the probability.</summary>
    internal static FamilyOption Of<TOptions>(Func<TOptions, float> get, Func<TOptions, float, TOptions> set)
        where TOptions : AutoencoderOptions =>
        FamilyOption.Of("dropout", From(0f).Below(1), "share of features dropped in training", get, set);
}
