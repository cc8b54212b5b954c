using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Families.Described;

/// <summary>
/// Makes the layers of a row from first to last, and knows the shape that the next one gets. Flattened pictures are H, W, C in the engine
/// and C, H, W in files: only a linear layer tells them apart, so that none may be without one.
/// </summary>
/// <param name="network">What the rows of the network share.</param>
/// <param name="name">The row's name, for messages: encoder.</param>
/// <param name="nodes">The layers as the file has them.</param>
/// <param name="shape">What the first one gets.</param>
/// <param name="isBlock">Whether the row is within a layer.</param>
internal sealed class RowState(DescribedNetwork network, string name, IReadOnlyList<LayerNode> nodes, Shape shape, bool isBlock)
{
    // The picture that the vector was flattened from; null where it is none.
    private Shape? _flattened;

    // The picture that the vector becomes; null where it is not to become one.
    private Shape? _becomes;
    private int _index;

    /// <summary>What the next layer gets.</summary>
    internal Shape Shape { get; private set; } = shape;

    /// <summary>Makes the row.</summary>
    /// <exception cref="ArgumentException">A layer does not fit; the message names line, layer and shapes.</exception>
    internal Sequential Build()
    {
        var layers = new List<Layer>();
        for (; _index < nodes.Count; _index++)
        {
            var node = nodes[_index];
            try
            {
                var layer = node.Kind.Build(node, this);
                Shape = layer.OutputShape(Shape);
                layers.Add(layer);
            }
            catch (Exception error) when (error is ArgumentException or OverflowException && error is not MisfitException)
            {
                throw Misfit(node, $"cannot be made of {Said(Shape)} ({error.Message.Split(" (Parameter")[0].TrimEnd('.')}); change it.");
            }

            if (Shape.Count == 0)
            {
                throw Misfit(node, $"leaves nothing of the picture, {Said(Shape)}; use fewer layers that make it smaller.");
            }
        }

        return _flattened is null
            ? new Sequential([.. layers])
            : throw Misfit(nodes[^1], $"ends {name} with the flattened picture {Said(_flattened.Value)}; put linear after it.");
    }

    internal int NextDropout() => network.Dropouts++;

    /// <summary>The picture [1, H, W, C] that the next layer gets.</summary>
    internal Shape Picture(LayerNode node) => Shape.Rank == 4
        ? Shape
        : throw Misfit(node, $"takes a picture and gets {Said(Shape)}; put unflatten before it.");

    /// <summary>A number of channels or units.</summary>
    internal int Size(LayerNode node, string key) => !node.Settings.TryGetValue(key, out string? text)
        ? throw Misfit(node, $"has no {key}; write '- {node.Kind.Name}: NUMBER'.")
        : text switch
        {
            LayerSetting.Latent => network.Latent,
            LayerSetting.Channels => network.Pictures[3],
            _ => LayerSetting.NumberOf(text),
        };

    internal Layer FlattenOf(LayerNode node)
    {
        var picture = Picture(node);
        NotInBlock(node);
        _flattened = network.Flattened = [picture[1], picture[2], picture[3]];
        return new FlattenLayer();
    }

    internal Layer LinearOf(LayerNode node)
    {
        if (Shape.Rank != 2)
        {
            throw Misfit(node, $"takes a vector and gets {Said(Shape)}; put flatten before it.");
        }

        bool bias = LayerKind.HasBias(node);
        int inputs = Shape[1];
        if (nodes.Skip(_index + 1).FirstOrDefault(next => !next.Kind.IsElementwise) is { Kind.Name: LayerKind.Unflatten } next)
        {
            var becomes = BecomesAt(next);
            int outputs = node.Settings.ContainsKey("out") ? Size(node, "out") : becomes.Count;
            if (outputs != becomes.Count)
            {
                throw Misfit(
                    node, $"gives [{outputs}], and unflatten in line {next.Line} makes {Said(becomes)} of {becomes.Count}; leave its out "
                    + "away.");
            }

            if (_flattened is { } from)
            {
                throw Misfit(
                    node, $"stands between flatten, which gives it {Said(from)}, and unflatten; put another linear between them.");
            }

            _becomes = becomes;
            return LinearLayer.ToPicture(inputs, becomes, bias);
        }

        int units = Size(node, "out");
        var picture = _flattened;
        _flattened = null;
        return picture is { } flat ? LinearLayer.FromPicture(flat, units, bias) : new LinearLayer(inputs, units, bias);
    }

    internal Layer UnflattenOf(LayerNode node)
    {
        NotInBlock(node);
        var picture = _becomes ?? throw Misfit(node, $"gets {Said(Shape)}, not from a linear layer; put linear before it.");
        _becomes = null;
        return new UnflattenLayer(picture);
    }

    internal Layer BlockOf(LayerNode node, Func<Sequential, Sequential?, ShortcutLayer> join)
    {
        if ((_flattened ?? _becomes) is { } picture)
        {
            throw Misfit(node, $"stands among the flattened picture {Said(picture)}; put it before flatten or after unflatten.");
        }

        RowState Within(string key) => new(network, $"{name}.{_index}.{key}", node.Rows[key], Shape, isBlock: true);
        var body = Within(LayerKind.Body);
        var shortcut = node.Rows.ContainsKey(LayerKind.Shortcut) ? Within(LayerKind.Shortcut) : null;
        var made = body.Build();
        var around = shortcut?.Build();
        var layer = join(made, around);
        try
        {
            layer.OutputShape(Shape);
        }
        catch (ArgumentException)
        {
            throw Misfit(
                node, $"gets {Said(Shape)}; its layers give {Said(body.Shape)} and its shortcut {Said(shortcut?.Shape ?? Shape)}; "
                + (node.Kind.Name == "residual" ? "make them equal" : "make height and width equal")
                + ", or give it a shortcut of layers.");
        }

        return layer;
    }

    /// <summary>An error about a layer.</summary>
    internal ArgumentException Misfit(LayerNode node, string problem)
    {
        int index = nodes.TakeWhile(other => !ReferenceEquals(other, node)).Count();
        return new MisfitException($"{DescribedOptions.Name}:{node.Line}: {name}.{index} ({node.Kind.Name}) {problem}");
    }

    /// <summary>The shape of one picture or vector.</summary>
    internal static string Said(Shape shape) => shape.Rank switch
    {
        4 => $"[{shape[1]}, {shape[2]}, {shape[3]}]",
        2 => $"[{shape[1]}]",
        _ => shape.ToString(),
    };

    /// <summary>The picture that an unflatten of this row makes.</summary>
    private Shape BecomesAt(LayerNode node) =>
        node.Settings.TryGetValue("shape", out string? text) && LayerSetting.Axes(text) is [var height, var width, var channels]
            ? [height, width, channels]
            : network.Flattened ?? throw Misfit(node, "has no shape, and nothing was flattened before; write '- unflatten: 4 x 4 x 512'.");

    private void NotInBlock(LayerNode node)
    {
        if (isBlock)
        {
            throw Misfit(node, $"stands within another layer, where pictures {Said(Shape)} stay pictures; move it out.");
        }
    }

    private sealed class MisfitException(string message) : ArgumentException(message);
}
