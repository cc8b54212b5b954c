namespace ILGpuAutoencoders.Models.Options;

/// <summary>The names by which people choose.</summary>
internal static class OptionNames
{
    internal static NamedValues<LossKind> Losses { get; } =
        new(("mse", LossKind.Mse), ("mae", LossKind.Mae), ("mae+ssim", LossKind.MaeSsim));

    internal static NamedValues<OptimizerKind> Optimizers { get; } =
        new(("adam", OptimizerKind.Adam), ("adamw", OptimizerKind.AdamW), ("sgd", OptimizerKind.Sgd));

    internal static NamedValues<ScheduleKind> Schedules { get; } =
        new(("none", ScheduleKind.None), ("step", ScheduleKind.Step), ("cosine", ScheduleKind.Cosine), ("plateau", ScheduleKind.Plateau));

    internal static NamedValues<DownKind> Downs { get; } = new(("stride", DownKind.Stride), ("pool", DownKind.Pool));

    internal static NamedValues<UpKind> Ups { get; } = new(("transpose", UpKind.Transpose), ("nearest", UpKind.Nearest));

    internal static NamedValues<Augmentation> Augmentations { get; } = new(("none", Augmentation.None), ("flip", Augmentation.Flip));
}
