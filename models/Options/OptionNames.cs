namespace ILGpuAutoencoders.Models.Options;

/// <summary>The names by which people choose.</summary>
internal static class OptionNames
{
    internal static NamedValues<Loss> Losses { get; } = new(Loss.All.Select(loss => (loss.Name, loss)));

    internal static NamedValues<UpdateRule> Optimizers { get; } = new(UpdateRule.All.Select(rule => (rule.Name, rule)));

    internal static NamedValues<ScheduleKind> Schedules { get; } =
        new(("none", ScheduleKind.None), ("step", ScheduleKind.Step), ("cosine", ScheduleKind.Cosine), ("plateau", ScheduleKind.Plateau));

    internal static NamedValues<Augmentation> Augmentations { get; } = new(("none", Augmentation.None), ("flip", Augmentation.Flip));
}
