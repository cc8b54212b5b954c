using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>What a network is built from. Each family has a record of its own; <c>with</c> on this type keeps the family.</summary>
public abstract record AutoencoderOptions
{
    /// <summary>The key under which a model file names the family.</summary>
    internal const string FamilyKey = "family";

    /// <summary>The smallest side of pictures: that of the window of SSIM.</summary>
    internal const int LeastSide = 11;

    /// <summary>The largest side of pictures.</summary>
    internal const int MostSide = 1_024;

    private const string ImageSizeKey = "image_size", ChannelsKey = "channels";

    private protected AutoencoderOptions()
    {
    }

    /// <summary>The name of the family in the catalogue: conv.</summary>
    public abstract string Family { get; }

    /// <summary>
    /// Width and height of the pictures in pixels, 11 to 1,024 each; 64 x 64 by default. A network that halves sides adds zeros around
    /// pictures that it cannot halve so often, and takes them off what it gives.
    /// </summary>
    public ImageSize ImageSize { get; init; } = 64;

    /// <summary>Values of a pixel: 3 for RGB, 1 for grey; 3 by default.</summary>
    public int Channels { get; init; } = PictureShape.Rgb;

    /// <summary>Size and channels of the pictures.</summary>
    internal PictureShape Picture => new(ImageSize, Channels);

    /// <summary>What both sides must be a multiple of within the network; <see cref="Border"/> makes them so.</summary>
    internal virtual int SideMultiple => 1;

    /// <summary>The border that pictures get within the network.</summary>
    internal Border Border => new(ImageSize, SideMultiple);

    /// <summary>
    /// The noise that the family learns to remove; none for families that are trained on clean pictures unless set.
    /// </summary>
    internal virtual Corruption Corruption => Corruption.None;

    /// <summary>The options of training that serve the family best; docs/recipes.md has what was measured.</summary>
    internal virtual IReadOnlyList<RecipeSetting> Recipe => RecipeSetting.Shared;

    /// <summary>Whether its networks may be made of the layers that a start by principal components needs.</summary>
    internal virtual bool CanStartFromComponents => true;

    /// <summary>The options that the family takes beside the shape of its pictures.</summary>
    internal virtual IReadOnlyList<FamilyOption> Declared => [];

    /// <summary>What rebuilds the network, as text for a checkpoint.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [FamilyKey] = Family,
            [ImageSizeKey] = ImageSize.ToString(),
        };
        // Earlier versions knew RGB alone, and their files do not say it.
        if (Channels != PictureShape.Rgb)
        {
            metadata[ChannelsKey] = Channels.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var option in Declared.Where(option => !option.IsOfTraining))
        {
            metadata[option.MetadataKey] = option.Format(this);
        }

        return metadata;
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
    public void Validate()
    {
        if (ImageSize is not { Width: >= LeastSide and <= MostSide, Height: >= LeastSide and <= MostSide })
        {
            throw new ArgumentException(
                $"{Family}: the image size {ImageSize} has a side that is not from {LeastSide} to {MostSide}; use 64 or 96x64.");
        }

        if (Channels is not (PictureShape.Rgb or PictureShape.Grey))
        {
            throw new ArgumentException($"{Family}: pictures of {Channels} channels cannot be used; use 3 for RGB or 1 for grey.");
        }

        foreach (var option in Declared)
        {
            if (option.Problem(this) is { } problem)
            {
                throw new ArgumentException($"{Family}: {option.Key} {problem}");
            }
        }

        ValidateNetwork();
    }

    /// <summary>The option of a key that the family declares; null if it declares none.</summary>
    internal FamilyOption? Find(string key) => Declared.FirstOrDefault(option => option.Key == key);

    /// <summary>The options that <see cref="ToMetadata"/> wrote; what an earlier version did not write keeps its default.</summary>
    /// <param name="metadata">The metadata of a checkpoint of this family.</param>
    /// <exception cref="FormatException">A value is missing or cannot be read.</exception>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal AutoencoderOptions WithMetadata(IDictionary<string, string> metadata)
    {
        string? sides = metadata.TryGetValue(ImageSizeKey, out string? said) ? said : null;
        string channels = metadata.TryGetValue(ChannelsKey, out said) ? said : "3";
        var options = this with
        {
            ImageSize = ImageSize.TryParse(sides, out var size)
                ? size
                : throw new FormatException($"{ImageSizeKey} is '{sides}' and not a size such as 64 or 96x64"),
            Channels = int.TryParse(channels, CultureInfo.InvariantCulture, out int count)
                ? count
                : throw new FormatException($"{ChannelsKey} is '{channels}' and not a whole number"),
        };
        foreach (var option in Declared.Where(option => !option.IsOfTraining))
        {
            if (metadata.TryGetValue(option.MetadataKey, out string? text))
            {
                options = option.Problem(text) is { } problem
                    ? throw new FormatException($"{option.MetadataKey}: {problem}")
                    : option.Set(options, text);
            }
            else if (option.IsRequired)
            {
                throw new FormatException($"{option.MetadataKey} is missing");
            }
        }

        options.Validate();
        return options;
    }

    private protected abstract Autoencoder BuildNetwork();

    /// <summary>Throws if the options, each in its range, describe no network together.</summary>
    /// <exception cref="ArgumentException">The sentence says why.</exception>
    private protected virtual void ValidateNetwork()
    {
    }
}
