using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models.Options;

/// <summary>The names by which people choose.</summary>
internal static class OptionNames
{
    private const string AutoBatchSize = "auto";

    internal static NamedValues<Loss> Losses { get; } = new(Loss.All, loss => loss.Name);

    internal static NamedValues<UpdateRule> Optimizers { get; } = new(UpdateRule.All, rule => rule.Name);

    internal static NamedValues<ScheduleKind> Schedules { get; } =
        new(("none", ScheduleKind.None), ("step", ScheduleKind.Step), ("cosine", ScheduleKind.Cosine), ("plateau", ScheduleKind.Plateau));

    internal static TextValues<int> BatchSizes { get; } = new(
        "N|auto", $"{CommonValues.BatchSizes.Range}, or {AutoBatchSize}",
        text => text == AutoBatchSize ? (TrainingOptions.AutoBatchSize, true)
            : (CommonValues.BatchSizes.TryRead(text, out int size) ? size : 0, size > 0),
        size => size == TrainingOptions.AutoBatchSize ? AutoBatchSize : CommonValues.BatchSizes.Format(size),
        size => size == TrainingOptions.AutoBatchSize || CommonValues.BatchSizes.Contains(size), CommonValues.BatchSizes.Range);

    internal static NamedValues<Augmentation> Augmentations { get; } = new(("none", Augmentation.None), ("flip", Augmentation.Flip));
}
