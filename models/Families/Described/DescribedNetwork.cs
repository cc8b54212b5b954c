using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Families.Described;

/// <summary>Makes a network of its description; see the README beside it.</summary>
internal sealed class DescribedNetwork
{
    private DescribedNetwork(DescribedOptions options) =>
        (Latent, Pictures) = (options.Latent, [1, options.ImageSize.Height, options.ImageSize.Width, options.Channels]);

    /// <summary>Length of the latent vector.</summary>
    internal int Latent { get; }

    /// <summary>The shape of a batch of one picture.</summary>
    internal Shape Pictures { get; }

    /// <summary>Number of dropouts so far: each draws from a stream of its own.</summary>
    internal int Dropouts { get; set; }

    /// <summary>The picture that was flattened last, [H, W, C]; null if none was.</summary>
    internal Shape? Flattened { get; set; }

    /// <summary>Describes the network.</summary>
    /// <exception cref="ArgumentException">A layer does not fit; the message names line, layer and shapes.</exception>
    internal static NetworkGraph Describe(DescribedOptions options)
    {
        NetworkNode node;
        try
        {
            node = NetworkText.Parse(options.Network, DescribedOptions.Name);
        }
        catch (ConfigurationException error)
        {
            throw new ArgumentException(error.Message, error);
        }

        return new DescribedNetwork(options).Describe(node);
    }

    private NetworkGraph Describe(NetworkNode node)
    {
        if (node.Rows.TryGetValue(NetworkNode.Layers, out var layers))
        {
            var graph = new NetworkGraph();
            graph.Output = graph.Add(NetworkNode.Layers, Picture(node, NetworkNode.Layers, layers, Pictures), graph.Input);
            return graph;
        }

        var nodes = node.Rows[NetworkNode.Encoder];
        var row = new RowState(this, NetworkNode.Encoder, nodes, Pictures, isBlock: false);
        var encoder = row.Build();
        if (row.Shape.Rank != 2 || row.Shape[1] != Latent)
        {
            throw row.Misfit(
                nodes[^1], $"ends the encoder with {RowState.Said(row.Shape)}, and the latent vector is [{Latent}]; end it with '- linear: "
                + $"latent'{(row.Shape.Rank == 2 ? $", or use --latent {row.Shape[1]}" : "")}.");
        }

        return NetworkGraph.Of(encoder, Picture(node, NetworkNode.Decoder, node.Rows[NetworkNode.Decoder], row.Shape));
    }

    /// <summary>A row that ends with a picture of the size that the network gets.</summary>
    private Sequential Picture(NetworkNode node, string key, IReadOnlyList<LayerNode> nodes, Shape from)
    {
        var row = new RowState(this, key, nodes, from, isBlock: false);
        var made = row.Build();
        return row.Shape == Pictures
            ? made
            : throw row.Misfit(
                nodes[^1], $"ends the {key} of line {node.Lines[key]} with {RowState.Said(row.Shape)}, and the pictures are "
                + $"{RowState.Said(Pictures)}; change the layers that double the sides, or the channels of the last one.");
    }
}
