using ILGpuAutoencoders.Models.Families.Described;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of a network that a file describes, layer by layer; docs/networks has the layers.</summary>
public sealed record DescribedOptions : LatentOptions
{
    /// <summary>The name of the family, and the key of its description.</summary>
    public const string Name = "network";

    private static readonly FamilyOption[] s_own =
    [
        FamilyOption.Of<DescribedOptions, string>(
            "network", new NetworkValues(), "a network of one's own: its layers in YAML",
            options => options.Network, (options, value) => options with { Network = value }) with
        { IsRequired = true },
    ];

    /// <inheritdoc/>
    public override string Family => Name;

    /// <summary>The text of the description, in YAML.</summary>
    public string Network { get; init; } = "";

    internal override bool CanStartFromComponents => false;

    private protected override IReadOnlyList<FamilyOption> Own => s_own;

    /// <summary>The options of the network of a file.</summary>
    /// <param name="path">The file: at most 1 MiB of YAML.</param>
    /// <exception cref="ConfigurationException">It is missing or does not describe a network; the message names file and line.</exception>
    public static DescribedOptions Read(string path) => new() { Network = NetworkText.Read(path) };

    private protected override void ValidateNetwork()
    {
        if (Network.Length == 0)
        {
            throw new ArgumentException("network: no file describes the network; name one with --network FILE.yaml.");
        }

        DescribedNetwork.Describe(this);
    }

    private protected override Autoencoder BuildNetwork()
    {
        var graph = DescribedNetwork.Describe(this);
        return graph.Latents.Count == 0 ? new DirectAutoencoder(this, graph) : new LatentAutoencoder(this, graph);
    }
}
