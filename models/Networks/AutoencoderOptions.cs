using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>What a network is built from. Each family has a record of its own; <c>with</c> on this type keeps the family.</summary>
public abstract record AutoencoderOptions
{
    /// <summary>The key under which a model file names the family.</summary>
    internal const string FamilyKey = "family";

    private const string ImageSizeKey = "image_size";
    private const int MaxImageSize = 1_024;

    private protected AutoencoderOptions()
    {
    }

    /// <summary>The name of the family in the catalogue: conv.</summary>
    public abstract string Family { get; }

    /// <summary>Side of the square pictures in pixels, a multiple of 16; 64 by default.</summary>
    public int ImageSize { get; init; } = 64;

    /// <summary>
    /// The noise that the family learns to remove; none for families that are trained on clean pictures unless set.
    /// </summary>
    internal virtual Corruption Corruption => Corruption.None;

    /// <summary>The options of training that serve the family best; docs/recipes.md has what was measured.</summary>
    internal virtual IReadOnlyList<RecipeSetting> Recipe => RecipeSetting.Shared;

    /// <summary>Whether its networks may be made of the layers that a start by principal components needs.</summary>
    internal virtual bool CanStartFromComponents => true;

    /// <summary>The options that the family takes beside the side of its pictures.</summary>
    internal virtual IReadOnlyList<FamilyOption> Declared => [];

    /// <summary>What rebuilds the network, as text for a checkpoint.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [FamilyKey] = Family,
            [ImageSizeKey] = ImageSize.ToString(CultureInfo.InvariantCulture),
        };
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
        if (ImageSize is < 16 or > MaxImageSize || ImageSize % 16 != 0)
        {
            throw new ArgumentException(
                $"{Family}: the image size {ImageSize} is not a multiple of 16 up to {MaxImageSize}; use 16, 32, 48, 64 ...");
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
        string? side = metadata.TryGetValue(ImageSizeKey, out string? said) ? said : null;
        var options = this with
        {
            ImageSize = int.TryParse(side, CultureInfo.InvariantCulture, out int size)
                ? size
                : throw new FormatException($"{ImageSizeKey} is '{side}' and not a whole number"),
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
