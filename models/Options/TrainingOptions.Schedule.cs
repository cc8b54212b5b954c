using ILGpuAutoencoders.Models.Options;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.TrainingOptions>;

namespace ILGpuAutoencoders.Models;

/// <content>How weights decay, and how the learning rate changes.</content>
public sealed partial record TrainingOptions
{
    /// <summary>Weight decay, 0 or more; 0 unless set.</summary>
    public float WeightDecay { get; init; }

    /// <summary>How the learning rate changes; not at all unless set.</summary>
    public ScheduleKind Schedule { get; init; }

    /// <summary>Epochs, whole or not, over which the learning rate rises from 0; 0 unless set.</summary>
    public double Warmup { get; init; }

    /// <summary>Epochs between two reductions of <see cref="ScheduleKind.Step"/>, 1 or more; 10 unless set.</summary>
    public int StepSize { get; init; } = 10;

    /// <summary>What <see cref="ScheduleKind.Step"/> multiplies the rate by, in (0, 1]; 0.1 unless set.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>What <see cref="ScheduleKind.Plateau"/> multiplies the rate by, in (0, 1]; 0.5 unless set.</summary>
    public double PlateauFactor { get; init; } = 0.5;

    /// <summary>Epochs without a lower loss on val that <see cref="ScheduleKind.Plateau"/> tolerates, 0 or more; 3 unless set.</summary>
    public int PlateauPatience { get; init; } = 3;

    private static Row[] Rates =>
    [
        Row.Of("weight-decay", From(0f), "weight decay", o => o.WeightDecay, (o, v) => o with { WeightDecay = v }),
        Row.Of("schedule", OptionNames.Schedules, "how the learning rate changes", o => o.Schedule, (o, v) => o with { Schedule = v }),
        Row.Of("warmup", From(0.0), "epochs, whole or not, until the learning rate has risen from 0",
            o => o.Warmup, (o, v) => o with { Warmup = v }),
        Row.Of("step-size", From(1), "schedule step: epochs between two reductions", o => o.StepSize, (o, v) => o with { StepSize = v }),
        Row.Of("gamma", Above(0.0).To(1), "schedule step: what the rate is multiplied by", o => o.Gamma, (o, v) => o with { Gamma = v }),
        Row.Of("plateau-factor", Above(0.0).To(1), "schedule plateau: what the rate is multiplied by",
            o => o.PlateauFactor, (o, v) => o with { PlateauFactor = v }),
        Row.Of("plateau-patience", From(0), "schedule plateau: epochs without a lower loss on val that are tolerated",
            o => o.PlateauPatience, (o, v) => o with { PlateauPatience = v }),
    ];
}
