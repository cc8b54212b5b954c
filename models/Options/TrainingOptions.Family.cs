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
        Declared<DownKind>("down", o => o.Down, (o, v) => o with { Down = v }),
        Declared<UpKind>("up", o => o.Up, (o, v) => o with { Up = v }),
    ];

    private static Row[] Regularisation =>
    [
        Declared<float>("dropout", o => o.Dropout, (o, v) => o with { Dropout = v }),
        Declared<float>("beta", o => o.Beta, (o, v) => o with { Beta = v }),
        Declared<float>("beta-warmup", o => o.BetaWarmup, (o, v) => o with { BetaWarmup = v }),
    ];

    /// <summary>What a family says of its option.</summary>
    private static Row Declared<T>(string key, Func<TrainingOptions, T?> get, Func<TrainingOptions, T, TrainingOptions> set)
        where T : struct => ModelCatalog.Options.First(option => option.Key == key).On(get, set);
}
