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

    /// <summary>Pictures per step, 1 to 65,536; 64 unless set.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate, above 0; 1e-3 unless set.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How weights follow gradients; <see cref="UpdateRule.Adam"/> unless set.</summary>
    public UpdateRule Optimizer { get; init; } = UpdateRule.Adam;

    private static Row[] Steps =>
    [
        Row.Of("epochs", From(1), "passes over the training pictures",
            o => o.Epochs, (o, v) => o with { Epochs = v }, scope: EndUnlessCosine),
        Row.Of("batch-size", CommonValues.BatchSizes, "pictures per step", o => o.BatchSize, (o, v) => o with { BatchSize = v }),
        Row.Of("lr", Above(0.0), "learning rate", o => o.LearningRate, (o, v) => o with { LearningRate = v }),
        Row.Of("optimizer", OptionNames.Optimizers, "how weights follow gradients", o => o.Optimizer, (o, v) => o with { Optimizer = v }),
    ];

    /// <summary>The rates of a cosine depend on the end.</summary>
    private static OptionScope EndUnlessCosine(TrainingOptions options) =>
        options.Schedule == ScheduleKind.Cosine ? OptionScope.Numbers : OptionScope.End;
}
