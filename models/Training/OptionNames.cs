using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>The names by which people choose.</summary>
internal static class OptionNames
{
    internal static readonly (string Name, LossKind Value)[] Losses = [("mse", LossKind.Mse), ("mae", LossKind.Mae)];

    internal static readonly (string Name, CorruptionKind Value)[] Noises =
        [("none", CorruptionKind.None), ("gaussian", CorruptionKind.Gaussian), ("salt-pepper", CorruptionKind.SaltPepper), ("mask", CorruptionKind.Mask),
        ("gaussian-unclamped", CorruptionKind.GaussianUnclamped)];

    internal static readonly (string Name, OptimizerKind Value)[] Optimizers =
        [("adam", OptimizerKind.Adam), ("adamw", OptimizerKind.AdamW), ("sgd", OptimizerKind.Sgd)];

    internal static readonly (string Name, Precision Value)[] Precisions = [("fp32", Precision.Fp32), ("tf32", Precision.Tf32)];

    internal static readonly (string Name, Augmentation Value)[] Augmentations = [("none", Augmentation.None), ("flip", Augmentation.Flip)];
}
