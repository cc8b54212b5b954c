using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// A network that maps pictures [N, S, S, 3] with values in [0, 1] to pictures; most do so through a latent vector. It is described first
/// (<see cref="AutoencoderOptions.Build"/>) and gets memory when it is placed on a device.
/// </summary>
public abstract class Autoencoder : IDisposable
{
    private const string FormatKey = "format_version", FormatVersion = "1";

    private ParameterArena? _arena;

    private protected Autoencoder(AutoencoderOptions options, params (string Name, Layer Layer)[] modules)
    {
        Options = options;
        Modules = modules;
        foreach (var (name, module) in Modules)
        {
            foreach (var parameter in module.Parameters)
            {
                parameter.Qualify(name);
            }
        }

        Parameters = [.. Modules.SelectMany(module => module.Layer.Parameters)];
    }

    /// <summary>What it was built from.</summary>
    public AutoencoderOptions Options { get; }

    /// <summary>Its parts by the names that their parameters begin with: encoder, decoder.</summary>
    public IReadOnlyList<(string Name, Layer Layer)> Modules { get; }

    /// <summary>Its parameters and buffers, named as in PyTorch: encoder.0.weight.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The memory of its parameters.</summary>
    /// <exception cref="InvalidOperationException">It is on no device yet.</exception>
    public ParameterArena Arena => _arena ?? throw new InvalidOperationException($"{Options.Family}: the model is on no device yet; call PlaceOn first.");

    /// <summary>A model on a device, with starting weights.</summary>
    /// <param name="device">Where it lives.</param>
    /// <param name="options">What it is built from.</param>
    /// <param name="seed">The same seed gives the same weights on every device.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Autoencoder Create(ComputeDevice device, AutoencoderOptions options, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        var model = options.Build();
        model.PlaceOn(device, seed);
        return model;
    }

    /// <summary>The shape of a batch of pictures.</summary>
    /// <param name="pictures">Number of pictures.</param>
    public Shape PicturesShape(int pictures) => [pictures, Options.ImageSize, Options.ImageSize, 3];

    /// <summary>Gives it memory on a device, and starting weights.</summary>
    /// <param name="device">Where it shall live.</param>
    /// <param name="seed">The same seed gives the same weights on every device.</param>
    public void PlaceOn(ComputeDevice device, ulong seed = 0)
    {
        _arena?.Dispose();
        _arena = new ParameterArena(device, Parameters, seed);
    }

    /// <summary>Pictures to their reconstructions.</summary>
    /// <param name="pictures">[N, S, S, 3].</param>
    /// <param name="pass">Training or inference.</param>
    public abstract Tensor Forward(Tensor pictures, ForwardPass pass);

    /// <summary>The model as one with latent vectors: the door of whatever needs them.</summary>
    /// <exception cref="ConfigurationException">Its pictures pass through none.</exception>
    internal ILatentModel AsLatentModel() => this as ILatentModel ?? throw new ConfigurationException(
        $"{Options.Family}: pictures do not pass through a latent vector; use a run of another family, such as conv.");

    /// <summary>Its weights and what rebuilds it.</summary>
    /// <param name="metadata">More text to keep with it; it must not depend on the time or the machine.</param>
    public Checkpoint ToCheckpoint(IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        var checkpoint = new Checkpoint();
        checkpoint.AddParameters(Parameters);
        foreach (var (key, value) in (metadata ?? []).Concat(Options.ToMetadata()))
        {
            checkpoint.Metadata[key] = value;
        }

        checkpoint.Metadata[FormatKey] = FormatVersion;
        return checkpoint;
    }

    /// <summary>Writes a safetensors file that PyTorch's load_state_dict takes as it is.</summary>
    /// <param name="path">Where to; its folder must exist. An earlier file is replaced at once or not at all.</param>
    /// <param name="metadata">More text to keep with it; it must not depend on the time or the machine.</param>
    public void Save(string path, IEnumerable<KeyValuePair<string, string>>? metadata = null) => ToCheckpoint(metadata).Write(path);

    /// <summary>Sets its weights to those of a checkpoint, which may hold other tensors and need not say what model it is.</summary>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="source">What errors call it: its path.</param>
    /// <exception cref="CheckpointException">A tensor is missing or has another shape; nothing is changed then.</exception>
    public void Load(Checkpoint checkpoint, string source)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (checkpoint.Metadata.TryGetValue(FormatKey, out string? version) && version != FormatVersion)
        {
            throw new CheckpointException($"Checkpoint: {source} has format version {version}, and this version reads {FormatVersion}; update this program.");
        }

        checkpoint.LoadParameters(Parameters, source);
    }

    /// <summary>Its layers, none of them a row of others, in the order of use, each with the shape that it gets.</summary>
    /// <param name="pictures">The shape of a batch of pictures.</param>
    internal abstract IEnumerable<LayerUse> Walk(Shape pictures);

    /// <summary>Adds its way from pictures to latent vectors to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="pictures">[N, 3, S, S].</param>
    /// <returns>Values [N, L] by name; the decoder takes the first.</returns>
    /// <exception cref="ConfigurationException">The family has no latent vector.</exception>
    internal virtual IReadOnlyList<(string Name, string Value)> AddEncoder(IOperatorGraph graph, string pictures)
    {
        AsLatentModel();
        throw new NotSupportedException();
    }

    /// <summary>Adds its way from latent vectors to pictures to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="latent">[N, L].</param>
    /// <returns>[N, 3, S, S].</returns>
    /// <exception cref="ConfigurationException">The family has no latent vector.</exception>
    internal virtual string AddDecoder(IOperatorGraph graph, string latent)
    {
        AsLatentModel();
        throw new NotSupportedException();
    }

    /// <summary>Adds its way from pictures to their reconstructions to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="pictures">[N, 3, S, S].</param>
    /// <returns>The reconstructions, and the latent vectors where there are any.</returns>
    internal virtual (string Output, string? Latent) AddWhole(IOperatorGraph graph, string pictures)
    {
        string latent = AddEncoder(graph, pictures)[0].Value;
        return (AddDecoder(graph, latent), latent);
    }

    /// <summary>The layers of one part.</summary>
    private protected static IEnumerable<LayerUse> Walk(string name, Layer layer, Shape input)
    {
        if (layer is not Sequential row)
        {
            yield return new LayerUse(name, layer, input);
            yield break;
        }

        for (int i = 0; i < row.Layers.Count; i++)
        {
            yield return new LayerUse($"{name}.{i}", row.Layers[i], input);
            input = row.Layers[i].OutputShape(input);
        }
    }

    /// <summary>Gives its memory back.</summary>
    public void Dispose()
    {
        _arena?.Dispose();
        _arena = null;
        GC.SuppressFinalize(this);
    }
}

/// <summary>A layer in its place.</summary>
/// <param name="Name">Of its parameters: encoder.0.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The shape that it gets.</param>
internal readonly record struct LayerUse(string Name, Layer Layer, Shape Input);
