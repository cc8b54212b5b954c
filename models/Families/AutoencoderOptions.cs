using System.Globalization;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>What a network is built from. Each family has a record of its own; <c>with</c> on this type keeps the family.</summary>
public abstract record AutoencoderOptions
{
    private const string FamilyKey = "family", ImageSizeKey = "image_size", LatentKey = "latent";

    private protected AutoencoderOptions()
    {
    }

    /// <summary>The name of the family in the catalogue: conv.</summary>
    public abstract string Family { get; }

    /// <summary>Side of the square pictures in pixels, a multiple of 16; 64 by default.</summary>
    public int ImageSize { get; init; } = 64;

    /// <summary>Length of the latent vector, 1 or more; 256 by default.</summary>
    public int Latent { get; init; } = 256;

    /// <summary>Whether pictures pass through a latent vector; if not, <see cref="Latent"/> means nothing.</summary>
    public virtual bool HasLatent => true;

    /// <summary>What rebuilds the network, as text for a checkpoint.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [FamilyKey] = Family,
            [ImageSizeKey] = ImageSize.ToString(CultureInfo.InvariantCulture),
        };
        if (HasLatent)
        {
            metadata[LatentKey] = Latent.ToString(CultureInfo.InvariantCulture);
        }

        WriteMetadata(metadata);
        return metadata;
    }

    /// <summary>The options that <see cref="ToMetadata"/> wrote.</summary>
    /// <param name="metadata">The metadata of a checkpoint.</param>
    /// <param name="source">What errors call the checkpoint: its path.</param>
    /// <exception cref="CheckpointException">Something is missing or out of its range.</exception>
    public static AutoencoderOptions FromMetadata(IDictionary<string, string> metadata, string source)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.TryGetValue(FamilyKey, out string? family) || ModelCatalog.Find(family) is not { } model)
        {
            throw new CheckpointException($"Checkpoint: {source} does not name a model this version knows ({family ?? "none"}); import it, naming its model.");
        }

        try
        {
            int Read(string key) => int.Parse(metadata.TryGetValue(key, out string? text) ? text : "", NumberStyles.None, CultureInfo.InvariantCulture);
            var options = (model.Defaults with { ImageSize = Read(ImageSizeKey), Latent = model.Defaults.HasLatent ? Read(LatentKey) : model.Defaults.Latent }).ReadMetadata(metadata);
            options.Validate();
            return options;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new CheckpointException($"Checkpoint: the metadata of {source} does not describe a {family} ({e.Message}); export or train it again.", e);
        }
    }

    /// <summary>Builds the network, without memory for its parameters.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Autoencoder Build()
    {
        Validate();
        return BuildNetwork();
    }

    /// <summary>Throws if an option is out of its range.</summary>
    /// <exception cref="ArgumentException">The sentence says which, and what is allowed.</exception>
    public virtual void Validate()
    {
        if (ImageSize < 16 || ImageSize % 16 != 0)
        {
            throw new ArgumentException($"{Family}: the image size {ImageSize} is not a multiple of 16; use 16, 32, 48, 64 ...");
        }

        if (HasLatent && Latent < 1)
        {
            throw new ArgumentException($"{Family}: the latent size {Latent} is below 1; use for example 256.");
        }
    }

    /// <summary>The error of whoever needs a latent vector where there is none.</summary>
    internal ConfigurationException NoLatent() => new($"{Family}: pictures do not pass through a latent vector; use a run of another family, such as conv.");

    private protected abstract Autoencoder BuildNetwork();

    private protected virtual void WriteMetadata(IDictionary<string, string> metadata)
    {
    }

    private protected virtual AutoencoderOptions ReadMetadata(IDictionary<string, string> metadata) => this;
}
