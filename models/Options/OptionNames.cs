namespace ILGpuAutoencoders.Models.Options;

/// <summary>The names by which people choose.</summary>
internal static class OptionNames
{
    internal static NamedValues<Loss> Losses { get; } = new(Loss.All, loss => loss.Name);

    internal static NamedValues<UpdateRule> Optimizers { get; } = new(UpdateRule.All, rule => rule.Name);

    internal static NamedValues<ScheduleKind> Schedules { get; } =
        new(("none", ScheduleKind.None), ("step", ScheduleKind.Step), ("cosine", ScheduleKind.Cosine), ("plateau", ScheduleKind.Plateau));

    internal static NamedValues<Augmentation> Augmentations { get; } = new(("none", Augmentation.None), ("flip", Augmentation.Flip));
}
