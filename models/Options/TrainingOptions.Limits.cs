using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.TrainingOptions>;

namespace ILGpuAutoencoders.Models;

/// <content>What holds gradients and weights in bounds, and what ends training early.</content>
public sealed partial record TrainingOptions
{
    /// <summary>
    /// The largest Euclidean norm of all gradients together, above 0; longer ones are scaled down. Null, the default, is no limit.
    /// </summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// Decay of an exponential moving average of the weights, in (0, 1), which is then what is validated and saved; null, the default, for
    /// none.
    /// </summary>
    public double? Ema { get; init; }

    /// <summary>Epochs without a lower loss on val after which training ends, 1 or more; null, the default, for never.</summary>
    public int? EarlyStop { get; init; }

    /// <summary>Steps after which training ends although epochs are left, 1 or more; null, the default, for no such limit.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Minutes between two saves within an epoch, 0 or more; 10 unless set. A kill loses no more than that.</summary>
    public double SaveEvery { get; init; } = 10;

    private static Row[] Limits =>
    [
        Row.Of("clip-norm", Above(0.0), "largest norm of all gradients together",
            o => o.ClipNorm, (o, v) => o with { ClipNorm = v }, remark: "longer ones are scaled down"),
        Row.Of("ema", From(0.0).Below(1).With("0 for none"), "decay of a moving average of the weights",
            o => o.Ema ?? 0, (o, v) => o with { Ema = v == 0 ? null : v }, remark: "the average is what is validated and saved"),
        Row.Of("early-stop", From(1), "end after this many epochs without a lower loss on val",
            o => o.EarlyStop, (o, v) => o with { EarlyStop = v }, scope: _ => OptionScope.End),
        Row.Of("max-steps", From(1), "end after this many steps",
            o => o.MaxSteps, (o, v) => o with { MaxSteps = v }, scope: EndUnlessCosine),
        Row.Of("save-every", From(0.0), "minutes between two saves within a long epoch",
            o => o.SaveEvery, (o, v) => o with { SaveEvery = v }, remark: "the end of each epoch is always saved", scope: Place),
    ];
}
