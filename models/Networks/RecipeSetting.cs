namespace ILGpuAutoencoders.Models.Networks;

/// <summary>An option of training that a family's recipe sets.</summary>
/// <param name="Key">The key, in kebab case.</param>
/// <param name="Text">The value, in the invariant culture.</param>
internal sealed record RecipeSetting(string Key, string Text)
{
    /// <summary>
    /// What recipes share: small batches, a rate that rises for an epoch and then stays, mirror images, averaged weights. The average does
    /// what a falling rate does, and does not depend on when training ends: a run can be resumed for more epochs.
    /// </summary>
    internal static IReadOnlyList<RecipeSetting> Shared { get; } =
    [
        new("batch-size", "32"),
        new("warmup", "1"),
        new("augment", "flip"),
        new("ema", "0.995"),
    ];
}
