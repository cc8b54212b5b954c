using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// A network that maps pictures [N, H, W, C] with values in [0, 1] to pictures; most do so through a latent vector. It is described first
/// (<see cref="AutoencoderOptions.Build"/>) and gets memory when it is placed on a device.
/// </summary>
public abstract class Autoencoder : IDisposable
{
    private const string FormatKey = "format_version", FormatVersion = "1";

    // By which Python's programs know that tensors are laid out as PyTorch has them; some refuse a file with metadata and without it.
    private const string LayoutKey = "format", Layout = "pt";

    private ParameterArena? _arena;

    private protected Autoencoder(AutoencoderOptions options, NetworkGraph graph)
    {
        (Options, Graph) = (options, graph);
        Modules = [.. graph.Modules.Select(module => (module.Name, module.Layer))];
        Parameters = [.. Modules.SelectMany(module => module.Layer.Parameters)];
    }

    /// <summary>What it was built from.</summary>
    public AutoencoderOptions Options { get; }

    /// <summary>The network.</summary>
    internal NetworkGraph Graph { get; }

    /// <summary>
    /// What both sides of a picture must be a multiple of; null if it takes only the size it was built for, and 1 where it makes a border.
    /// </summary>
    internal virtual int? SideMultiple => null;

    /// <summary>Its parts by the names that their parameters begin with: encoder, decoder.</summary>
    public IReadOnlyList<(string Name, Layer Layer)> Modules { get; }

    /// <summary>Its parameters and buffers, named as in PyTorch: encoder.0.weight.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The memory of its parameters.</summary>
    /// <exception cref="InvalidOperationException">It is not on a device yet.</exception>
    public ParameterArena Arena =>
        _arena ?? throw new InvalidOperationException($"{Options.Family}: the model is not on a device yet; call PlaceOn first.");

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

    /// <summary>A model on a device, with the weights of a checkpoint, which is looked at before memory is taken.</summary>
    /// <param name="device">Where it lives.</param>
    /// <param name="options">What it is built from.</param>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="source">What errors call the checkpoint: its path.</param>
    /// <exception cref="CheckpointException">The network is too large to be built, or the weights are of another or no numbers.</exception>
    internal static Autoencoder Create(ComputeDevice device, AutoencoderOptions options, Checkpoint checkpoint, string source)
    {
        var model = BuildFor(options, source);
        checkpoint.RequireParameters(model.Parameters, source);
        try
        {
            model.PlaceOn(device);
            model.Load(checkpoint, source);
            return model.Arena.FirstBadValue() is { } bad
                ? throw new CheckpointException(
                    $"Checkpoint: {bad.Name} in {source} holds NaN or infinity; save weights that are finite.")
                : model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>A network that a file describes, without memory.</summary>
    /// <exception cref="CheckpointException">It is too large to be built.</exception>
    internal static Autoencoder BuildFor(AutoencoderOptions options, string source)
    {
        try
        {
            return options.Build();
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new CheckpointException(
                $"Checkpoint: {source} is said to be of a network that cannot be built ({error.Message.TrimEnd('.')}); name one that was "
                + "trained.", error);
        }
    }

    /// <summary>The shape of a batch of pictures.</summary>
    /// <param name="pictures">Number of pictures.</param>
    public Shape PicturesShape(int pictures) =>
        [pictures, Options.ImageSize.Height, Options.ImageSize.Width, Options.Channels];

    /// <summary>Gives it memory on a device, and starting weights.</summary>
    /// <param name="device">Where it will live.</param>
    /// <param name="seed">The same seed gives the same weights on every device.</param>
    public void PlaceOn(ComputeDevice device, ulong seed = 0)
    {
        _arena?.Dispose();
        _arena = new ParameterArena(device, Parameters, seed);
    }

    /// <summary>Pictures to their reconstructions.</summary>
    /// <param name="pictures">[N, H, W, C].</param>
    /// <param name="pass">Training or inference.</param>
    public virtual Tensor Forward(Tensor pictures, ForwardPass pass) => Graph.Forward(Graph.Input, pictures, pass, Graph.Output)[0];

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
        checkpoint.Metadata[LayoutKey] = Layout;
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
            throw new CheckpointException(
                $"Checkpoint: {source} has format version {version}, and this version reads {FormatVersion}; update this program.");
        }

        checkpoint.LoadParameters(Parameters, source);
    }

    /// <summary>The model as one with latent vectors, for whatever needs them.</summary>
    /// <exception cref="ConfigurationException">It has none.</exception>
    internal ILatentModel AsLatentModel() => this as ILatentModel ?? throw new ConfigurationException(
        $"{Options.Family}: pictures do not pass through a latent vector; use a run of another family, such as conv.");

    /// <summary>What a training of it minimises.</summary>
    /// <param name="loss">From reconstructions and pictures [N, H, W, C] to the mean of their loss, a tensor of one element.</param>
    /// <param name="stepsPerEpoch">1 or more.</param>
    internal virtual TrainingObjective CreateObjective(Func<Tensor, Tensor, Tensor> loss, int stepsPerEpoch) => new(this, loss);

    /// <summary>Gives its memory back.</summary>
    public void Dispose()
    {
        _arena?.Dispose();
        _arena = null;
        GC.SuppressFinalize(this);
    }
}
