using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Options;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.TrainingOptions>;

namespace ILGpuAutoencoders.Models;

/// <content>What a step is, and how many there are.</content>
public sealed partial record TrainingOptions
{
    /// <summary>Passes over the training pictures, 1 or more; 20 unless set.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>
    /// Stands for a batch size that is found when training starts: the largest power of two up to 256 that fits into the memory that is
    /// free and leaves 32 steps an epoch. The run keeps the number.
    /// </summary>
    public const int AutoBatchSize = 0;

    /// <summary>Pictures per step, 1 to 65,536, or <see cref="AutoBatchSize"/>; 64 unless set.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// Pictures that are computed at a time, 1 to 65,536; null, the default, for all of a batch. With fewer a step takes less memory, and
    /// its gradient is the sum of those of the parts, weighted by their pictures; batch norm and its running statistics then see a part.
    /// </summary>
    public int? MicroBatch { get; init; }

    /// <summary>Learning rate, above 0; 1e-3 unless set.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How weights follow gradients; <see cref="UpdateRule.Adam"/> unless set.</summary>
    public UpdateRule Optimizer { get; init; } = UpdateRule.Adam;

    /// <summary>Pictures that are computed at a time.</summary>
    internal int ComputedAtOnce => Math.Min(MicroBatch ?? BatchSize, BatchSize);

    private static Row[] Steps =>
    [
        Row.Of("epochs", From(1), "passes over the training pictures",
            o => o.Epochs, (o, v) => o with { Epochs = v }, scope: EndUnlessCosine),
        Row.Of("batch-size", OptionNames.BatchSizes, "pictures per step", o => o.BatchSize, (o, v) => o with { BatchSize = v },
            remark: "auto is the largest power of two to 256 that fits into memory and leaves 32 steps an epoch; the run keeps the number"),
        Row.Of("micro-batch", CommonValues.BatchSizes, "pictures computed at a time, so that a batch takes less memory",
            o => o.MicroBatch, (o, v) => o with { MicroBatch = v }, remark: "batch norm sees so many [default: the whole batch]"),
        Row.Of("lr", Above(0.0), "learning rate", o => o.LearningRate, (o, v) => o with { LearningRate = v }),
        Row.Of("optimizer", OptionNames.Optimizers, "how weights follow gradients", o => o.Optimizer, (o, v) => o with { Optimizer = v }),
    ];

    /// <summary>The rates of a cosine depend on the end.</summary>
    private static OptionScope EndUnlessCosine(TrainingOptions options) =>
        options.Schedule == ScheduleKind.Cosine ? OptionScope.Numbers : OptionScope.End;
}
