using System.Globalization;
using System.Numerics;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Options;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// A key by which people set one of <see cref="TrainingOptions"/>: <c>--key value</c> on the command line, <c>key: value</c> in a
/// configuration file.
/// </summary>
public sealed class TrainingOption
{
    private readonly Func<TrainingOptions, string?> _format;
    private readonly Func<TrainingOptions, string, TrainingOptions?> _parse;
    private readonly string _expected;

    private TrainingOption(
        string key, string placeholder, string description, IReadOnlyList<string> values, string expected,
        Func<TrainingOptions, string?> format, Func<TrainingOptions, string, TrainingOptions?> parse)
    {
        Key = key;
        Placeholder = placeholder;
        Description = description;
        Values = values;
        _expected = expected;
        _format = format;
        _parse = parse;
    }

    /// <summary>All keys, in the order of config.yaml.</summary>
    public static IReadOnlyList<TrainingOption> All { get; } =
    [
        Text("model", "NAME", "the family to train", o => o.Model, (o, v) => o with { Model = v }),
        Text("data", "DIR|faces[:N]", "a folder of pictures, or N drawn faces", o => o.Data, (o, v) => o with { Data = v }),
        Number<ulong>("data-seed", "decides which faces are drawn", o => o.DataSeed, (o, v) => o with { DataSeed = v }),
        Number<ulong>("seed", "decides starting weights, order, noise, dropout and split", o => o.Seed, (o, v) => o with { Seed = v }),
        Number<int>("image-size", "side of the pictures in pixels, a multiple of 16 from 16 to 1024", o => o.ImageSize, (o, v) => o with { ImageSize = v }),
        new("crop", "whole|square|center:F", "the part of each picture that is kept", [], "whole, square or center:F with 0 < F <= 1", o => o.Crop.ToString(),
            (o, text) => Crop.TryParse(text, out var crop) ? o with { Crop = crop } : null),
        Number<int>("random-crop", "resize to N x N and cut squares of image-size: at random in training, in the middle else; unset for no cutting", o => o.RandomCrop, (o, v) => o with { RandomCrop = v }),
        Number<int>("latent", "size of the latent vector, 1 to 65536", o => o.Latent, (o, v) => o with { Latent = v }),
        Choice("down", "conv: how the encoder halves sides; stride unless set", OptionNames.Downs, o => o.Down, (o, v) => o with { Down = v }),
        Choice("up", "conv: how the decoder doubles sides; transpose unless set", OptionNames.Ups, o => o.Up, (o, v) => o with { Up = v }),
        Choice("loss", "what is minimised", OptionNames.Losses, o => o.Loss, (o, v) => o with { Loss = v }),
        new("noise", string.Join('|', OptionNames.Noises),
            "how inputs are corrupted; gaussian for denoising, gaussian-unclamped for unet, else none",
            OptionNames.Noises, $"one of {string.Join(", ", OptionNames.Noises)}", o => o.Corruption.Kind.Name,
            (o, text) => CorruptionKind.Find(text) is { } kind ? o with { Noise = kind } : null),
        new("noise-factor", "S|LOW..HIGH", "how strongly: a deviation of 0 or more, or a fraction from 0 to 1; each picture draws its own from a range", [],
            "a number, or a range such as 0.05..0.3", o => o.NoiseFactor.ToString(), (o, text) => NoiseFactor.TryParse(text, out var factor) ? o with { NoiseFactor = factor } : null),
        Number<int>("epochs", "passes over the training pictures, 1 or more", o => o.Epochs, (o, v) => o with { Epochs = v }),
        Number<int>("batch-size", "pictures a step, 1 to 65536", o => o.BatchSize, (o, v) => o with { BatchSize = v }),
        Number<double>("lr", "learning rate, above 0", o => o.LearningRate, (o, v) => o with { LearningRate = v }),
        Choice("optimizer", "how weights follow gradients", OptionNames.Optimizers, o => o.Optimizer, (o, v) => o with { Optimizer = v }),
        Number<float>("dropout", "share of features dropped in training, from 0 to below 1; the family's own unless set", o => o.Dropout, (o, v) => o with { Dropout = v }),
        Number<float>("beta", "weight of the latent divergence of a vae, 0 or more; 1 unless set", o => o.Beta, (o, v) => o with { Beta = v }),
        Number<float>("beta-warmup", "epochs over which beta grows from 0, 0 or more; 5 unless set", o => o.BetaWarmup, (o, v) => o with { BetaWarmup = v }),
        Number<float>("weight-decay", "weight decay, 0 or more", o => o.WeightDecay, (o, v) => o with { WeightDecay = v }),
        Choice("schedule", "how the learning rate changes", OptionNames.Schedules, o => o.Schedule, (o, v) => o with { Schedule = v }),
        Number<double>("warmup", "epochs over which the learning rate rises from 0, 0 or more, whole or not", o => o.Warmup, (o, v) => o with { Warmup = v }),
        Number<int>("step-size", "schedule step: epochs between two reductions, 1 or more", o => o.StepSize, (o, v) => o with { StepSize = v }),
        Number<double>("gamma", "schedule step: what the rate is multiplied by, above 0 and at most 1", o => o.Gamma, (o, v) => o with { Gamma = v }),
        Number<double>("plateau-factor", "schedule plateau: what the rate is multiplied by, above 0 and at most 1", o => o.PlateauFactor, (o, v) => o with { PlateauFactor = v }),
        Number<int>("plateau-patience", "schedule plateau: epochs without a lower loss on val that are borne, 0 or more", o => o.PlateauPatience, (o, v) => o with { PlateauPatience = v }),
        Number<double>("clip-norm", "largest norm of all gradients together, above 0; longer ones are scaled down", o => o.ClipNorm, (o, v) => o with { ClipNorm = v }),
        Number<double>("ema", "decay of a moving average of the weights, between 0 and 1; it is what is validated and saved", o => o.Ema, (o, v) => o with { Ema = v }),
        Number<int>("early-stop", "end after so many epochs without a lower loss on val, 1 or more", o => o.EarlyStop, (o, v) => o with { EarlyStop = v }),
        Number<int>("max-steps", "end after so many steps, 1 or more", o => o.MaxSteps, (o, v) => o with { MaxSteps = v }),
        Number<double>("save-every", "minutes between two saves within a long epoch, 0 or more; each epoch's end is saved anyway", o => o.SaveEvery, (o, v) => o with { SaveEvery = v }),
        new("max-bad", "SHARE", "share of pictures that may fail to decode, from 0% to 100%", [], "a share such as 1% or 0.01", o => Percent.Format(o.MaxBad),
            (o, text) => Percent.TryParse(text, out double share) ? o with { MaxBad = share } : null),
        Number<long>("max-pixels", $"the most pixels that a picture may claim, 1 to {PixelCodec.MostPixels}; those that claim more are bad", o => o.MaxPixels, (o, v) => o with { MaxPixels = v }),
        Switch("follow-links", "follow links below the data folder, to wherever they lead", o => o.FollowLinks, (o, v) => o with { FollowLinks = v }),
        Number<int>("workers", "threads that prepare batches, 1 to 256; they change no result", o => o.Workers, (o, v) => o with { Workers = v }),
        Text("device", "auto|cpu|cuda[:N]|opencl[:N]|simulator", "what to compute on", o => o.Device, (o, v) => o with { Device = v }),
        Number<int>("threads", "threads that compute on the CPU, 1 to 1024, or 0 for one a processor; they change no result", o => o.Threads, (o, v) => o with { Threads = v }),
        Choice("precision", "of matrix products; tf32 on CUDA, else fp32, unless set", OptionNames.Precisions, o => o.Precision, (o, v) => o with { Precision = v }),
        Choice("augment", "how training pictures are varied", OptionNames.Augmentations, o => o.Augment, (o, v) => o with { Augment = v }),
        new("init", "RUN|FILE|pca", "start from the weights of a run or checkpoint file of the same network, or from principal components of the training pictures", [], "a run folder, a .safetensors file or pca", o => o.Init,
            (o, text) => text.Length > 0 ? o with { Init = text } : null),
        Switch("tensorboard", "write losses, metrics and sample grids for TensorBoard into the run", o => o.TensorBoard, (o, v) => o with { TensorBoard = v }),
    ];

    /// <summary>The key, in kebab case.</summary>
    public string Key { get; }

    /// <summary>What stands for the value in help texts.</summary>
    public string Placeholder { get; }

    /// <summary>What it decides, as a phrase.</summary>
    public string Description { get; }

    /// <summary>The values it takes; empty where they are too many to list.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether it is on or off: on the command line it may stand alone then.</summary>
    public bool IsSwitch { get; private init; }

    /// <summary>What it decides in a training with these options.</summary>
    internal OptionScope Scope(TrainingOptions options) => Key switch
    {
        "epochs" or "max-steps" => options.Schedule == ScheduleKind.Cosine ? OptionScope.Numbers : OptionScope.End,
        "early-stop" => OptionScope.End,
        "init" => OptionScope.Start,
        "data" or "device" or "threads" or "workers" or "max-bad" or "max-pixels" or "follow-links" or "save-every" or "tensorboard" => OptionScope.Place,
        _ => OptionScope.Numbers,
    };

    /// <summary>The option of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The option, or null where there is none.</returns>
    public static TrainingOption? Find(string key) => All.FirstOrDefault(option => option.Key == key);

    /// <summary>The value as text, in the invariant culture; null where it is not set.</summary>
    /// <param name="options">The options.</param>
    public string? Format(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _format(options);
    }

    /// <summary>The options with this one set.</summary>
    /// <param name="options">The options.</param>
    /// <param name="text">The value, in the invariant culture.</param>
    /// <exception cref="ConfigurationException">The text is no value of this option.</exception>
    public TrainingOptions Set(TrainingOptions options, string text)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(text);
        return _parse(options, text) ?? throw new ConfigurationException($"{Key}: '{ConfigFile.Shown(text)}' is not valid; use {_expected}.");
    }

    private static TrainingOption Text(
        string key, string placeholder, string description, Func<TrainingOptions, string> get, Func<TrainingOptions, string, TrainingOptions> set) =>
        new(key, placeholder, description, [], placeholder, get, set);

    private static TrainingOption Switch(string key, string description, Func<TrainingOptions, bool> get, Func<TrainingOptions, bool, TrainingOptions> set) =>
        new(key, "true|false", description, ["true", "false"], "true or false", o => get(o) ? "true" : "false", (o, text) => bool.TryParse(text, out bool value) ? set(o, value) : null) { IsSwitch = true };

    private static TrainingOption Number<T>(string key, string description, Func<TrainingOptions, T?> get, Func<TrainingOptions, T, TrainingOptions> set)
        where T : struct, INumber<T> =>
        new(key, "N", description, [], T.One / (T.One + T.One) == T.Zero ? "a whole number" : "a number",
            o => get(o)?.ToString(null, CultureInfo.InvariantCulture),
            (o, text) => T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? set(o, value) : null);

    private static TrainingOption Choice<T>(
        string key, string description, (string Name, T Value)[] choices, Func<TrainingOptions, T?> get, Func<TrainingOptions, T, TrainingOptions> set)
        where T : struct, Enum
    {
        string[] names = [.. choices.Select(choice => choice.Name)];
        return new(key, string.Join('|', names), description, names, $"one of {string.Join(", ", names)}",
            o => get(o) is { } value ? OptionNames.Of(choices, value) : null,
            (o, text) => Array.FindIndex(choices, choice => choice.Name == text) is >= 0 and var i ? set(o, choices[i].Value) : null);
    }
}
