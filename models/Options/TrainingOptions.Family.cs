using ILGpuAutoencoders.Models.Options;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.TrainingOptions>;

namespace ILGpuAutoencoders.Models;

/// <content>What some families take.</content>
public sealed partial record TrainingOptions
{
    /// <summary>How the encoder of <c>conv</c> halves sides; null, the default, is by strides.</summary>
    public DownKind? Down { get; init; }

    /// <summary>How the decoder of <c>conv</c> doubles sides; null, the default, is by transposed convolutions.</summary>
    public UpKind? Up { get; init; }

    /// <summary>Share of the flattened features set to 0 in training, in [0, 1); null, the default, is the family's own.</summary>
    public float? Dropout { get; init; }

    /// <summary>Weight of the latent divergence in the loss of a vae, 0 or more; null, the default, is 1 for it. Other families have none.</summary>
    public float? Beta { get; init; }

    /// <summary>Epochs over which <see cref="Beta"/> grows from 0, 0 or more; null, the default, is 5 for a vae. Other families have none.</summary>
    public float? BetaWarmup { get; init; }

    private static Row[] Shape =>
    [
        Row.Of("down", OptionNames.Downs, "conv: how the encoder halves sides; stride unless set", o => o.Down, (o, v) => o with { Down = v }),
        Row.Of("up", OptionNames.Ups, "conv: how the decoder doubles sides; transpose unless set", o => o.Up, (o, v) => o with { Up = v }),
    ];

    private static Row[] Regularisation =>
    [
        Row.Of("dropout", From(0f).Below(1), "share of features dropped in training", o => o.Dropout, (o, v) => o with { Dropout = v }, remark: "the family's own unless set"),
        Row.Of("beta", From(0f), "weight of the latent divergence of a vae", o => o.Beta, (o, v) => o with { Beta = v }, remark: "1 unless set"),
        Row.Of("beta-warmup", From(0f), "epochs over which beta grows from 0", o => o.BetaWarmup, (o, v) => o with { BetaWarmup = v }, remark: "5 unless set"),
    ];
}
