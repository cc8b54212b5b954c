namespace ILGpuAutoencoders.Models.Networks;

/// <summary>The options of a family that drops features before the latent vector: a part that its options declare.</summary>
internal static class DropoutPart
{
    /// <summary>The probability that a feature is dropped unless it is set.</summary>
    internal const float Default = 0.1f;

    /// <summary>Declares the probability.</summary>
    internal static FamilyOption Of<TOptions>(Func<TOptions, float> get, Func<TOptions, float, TOptions> set)
        where TOptions : AutoencoderOptions => FamilyOption.Number(
            "dropout", "share of features dropped in training, from 0 to below 1; the family's own unless set",
            get, set, value => value is >= 0 and < 1, "use a share from 0 to below 1");
}
