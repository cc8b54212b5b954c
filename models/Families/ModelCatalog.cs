using System.Collections.Concurrent;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Families.Registered;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>All families by name.</summary>
public static class ModelCatalog
{
    private static readonly ConcurrentDictionary<string, ModelFamily> s_registered = new();

    /// <summary>The families of this library, simplest first.</summary>
    public static IReadOnlyList<ModelFamily> Families { get; } =
    [
        new(new MlpOptions(), "two fully connected layers each way: the smallest idea that works"),
        new(new ShallowOptions(), "one convolution each way around a wide linear layer"),
        new(new ConvOptions(), "three convolutions each way"),
        new(new DenoisingOptions(), "conv, trained to remove noise from its input"),
        new(new ImprovedOptions(), "four convolutions each way with batch normalisation, leaky ReLU and dropout"),
        new(new VaeOptions(), "improved as a variational autoencoder, which new pictures can be drawn from"),
        new(new UNetOptions(), "four levels with skip connections that compute the noise of a picture of any size"),
    ];

    /// <summary>The family of the networks that files describe; it has no network unless one is described.</summary>
    internal static ModelFamily Described { get; } = new(new DescribedOptions(), "a network of one's own, described in a file");

    /// <summary>The names of the families.</summary>
    public static IEnumerable<string> Names => Families.Select(family => family.Name);

    /// <summary>The options that families declare, each key once, as its first family declares it.</summary>
    internal static IReadOnlyList<FamilyOption> Options { get; } =
        [.. Families.Append(Described).SelectMany(family => family.Options).DistinctBy(option => option.Key)];

    /// <summary>A family, also <c>network</c>, that of networks which files describe, and those that were registered.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The family, or null if there is none of that name.</returns>
    public static ModelFamily? Find(string? name) => Families.Append(Described).FirstOrDefault(family => family.Name == name)
        ?? (name is null ? null : s_registered.GetValueOrDefault(name));

    /// <summary>
    /// Registers a family of one's own for as long as the program runs: it trains, resumes, evaluates and is used like the others, by its
    /// name. Register it before a run of it is opened.
    /// </summary>
    /// <param name="name">Its name, which files keep: small letters, digits and dashes, a letter first.</param>
    /// <param name="summary">What it is, in a line.</param>
    /// <param name="describe">
    /// Makes a network, anew at each call, for pictures [H, W, C] and a length of the latent vector: an encoder from [N, H, W, C] to
    /// latent vectors [N, L], and a decoder back. Layers of one's own are exported to ONNX if they override <see cref="Layer.AddTo"/>.
    /// </param>
    /// <exception cref="ArgumentException">The name is taken, or not such a name.</exception>
    public static void Register(string name, string summary, Func<Shape, int, (Sequential Encoder, Sequential Decoder)> describe)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(summary);
        ArgumentNullException.ThrowIfNull(describe);
        if (name is not [>= 'a' and <= 'z', ..] || !name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            throw new ArgumentException($"Register: '{name}' is not a name of small letters, digits and dashes; use one, such as my-conv.");
        }

        var family = new ModelFamily(new RegisteredOptions(name, describe), summary);
        if (Find(name) is not null || !s_registered.TryAdd(name, family))
        {
            throw new ArgumentException($"Register: there is a family {name}; use another name.");
        }
    }

    /// <summary>A family that must exist.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none; the message lists those that exist.</exception>
    public static ModelFamily Get(string name) =>
        Find(name) ?? throw new ArgumentException(
            $"Unknown model '{name}'{NearMatch.Suggest(name, Names)}; use one of {string.Join(", ", Names)}.");

    /// <summary>
    /// The names of the families whose networks, with default options, can do something: for advice in messages.
    /// </summary>
    internal static string NamesWhere(Func<Autoencoder, bool> can) =>
        string.Join(" or ", Families.Where(family => can(family.Defaults.Build())).Select(family => family.Name));

    /// <summary>The options of the model of a checkpoint.</summary>
    /// <param name="metadata">The metadata of the checkpoint.</param>
    /// <param name="source">What errors call the checkpoint: its path.</param>
    /// <exception cref="CheckpointException">Something is missing or out of its range.</exception>
    public static AutoencoderOptions OptionsOf(IDictionary<string, string> metadata, string source)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.TryGetValue(AutoencoderOptions.FamilyKey, out string? name) || Find(name) is not { } family)
        {
            throw new CheckpointException(
                $"Checkpoint: {source} does not name a model this version knows ({name ?? "none"}); import it, naming its model.");
        }

        try
        {
            return family.Defaults.WithMetadata(metadata);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new CheckpointException(
                $"Checkpoint: the metadata of {source} does not describe a {name} ({error.Message}); export or train it again.", error);
        }
    }

    /// <summary>The network of a checkpoint, without memory for its parameters.</summary>
    /// <param name="path">A file that <see cref="Autoencoder.Save"/> wrote.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, or no model of this version.</exception>
    public static Autoencoder Describe(string path)
    {
        var checkpoint = Checkpoint.Read(path);
        var model = Autoencoder.BuildFor(OptionsOf(checkpoint.Metadata, path), path);
        checkpoint.RequireParameters(model.Parameters, path);
        return model;
    }

    /// <summary>The model of a checkpoint, with its weights.</summary>
    /// <param name="device">Where it will live.</param>
    /// <param name="path">A file that <see cref="Autoencoder.Save"/> wrote.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, or not a model of this version.</exception>
    public static Autoencoder Open(ComputeDevice device, string path)
    {
        var checkpoint = Checkpoint.Read(path);
        return Autoencoder.Create(device, OptionsOf(checkpoint.Metadata, path), checkpoint, path);
    }
}
