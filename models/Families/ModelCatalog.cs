namespace ILGpuAutoencoders.Models;

/// <summary>A family of models.</summary>
/// <param name="Defaults">Its options with their defaults; they name the family.</param>
/// <param name="Summary">What it is, in a line.</param>
public sealed record ModelFamily(AutoencoderOptions Defaults, string Summary)
{
    /// <summary>Its name: conv.</summary>
    public string Name => Defaults.Family;
}

/// <summary>All families by name.</summary>
public static class ModelCatalog
{
    /// <summary>The families, simplest first.</summary>
    public static IReadOnlyList<ModelFamily> Families { get; } =
    [
        new(new MlpOptions(), "two fully connected layers each way: the smallest idea that works"),
        new(new ShallowOptions(), "one convolution each way around a wide linear layer"),
        new(new ConvOptions(), "three convolutions each way"),
        new(new DenoisingOptions(), "conv, trained to undo a corruption of its input"),
        new(new ImprovedOptions(), "four convolutions each way with batch normalisation, leaky ReLU and dropout"),
        new(new VaeOptions(), "improved as a variational autoencoder, which new pictures can be drawn from"),
        new(new UNetOptions(), "four levels with skip connections that compute the noise of a picture of any size"),
    ];

    /// <summary>The names of the families.</summary>
    public static IEnumerable<string> Names => Families.Select(family => family.Name);

    /// <summary>A family.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The family, or null where there is none of that name.</returns>
    public static ModelFamily? Find(string? name) => Families.FirstOrDefault(family => family.Name == name);

    /// <summary>A family that must exist.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none; the message lists those that are.</exception>
    public static ModelFamily Get(string name) =>
        Find(name) ?? throw new ArgumentException($"Unknown model '{name}'; use one of {string.Join(", ", Names)}.");
}
