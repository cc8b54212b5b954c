using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>A part of a network that has parameters.</summary>
/// <param name="Name">What the names of its parameters begin with: encoder.</param>
/// <param name="Layer">A layer, or a row of them.</param>
internal sealed record NetworkModule(string Name, Layer Layer) : INetworkStep
{
    public Tensor Forward(ReadOnlySpan<Tensor> x, ForwardPass pass) => Layer.Forward(x[0], pass);

    public Shape OutputShape(ReadOnlySpan<Shape> x) => Layer.OutputShape(x[0]);

    public string AddTo(IOperatorGraph graph, ReadOnlySpan<string> x) => Layer.AddTo(graph, x[0]);

    /// <summary>Its individual layers, also those within rows and shortcuts, each with the shape that it gets.</summary>
    internal IEnumerable<LayerUse> Walk(Shape input) => Walk(Name, Layer, input);

    private static IEnumerable<LayerUse> Walk(string name, Layer layer, Shape input)
    {
        if (layer is Sequential row)
        {
            for (int i = 0; i < row.Layers.Count; i++)
            {
                foreach (var use in Walk($"{name}.{i}", row.Layers[i], input))
                {
                    yield return use;
                }

                input = row.Layers[i].OutputShape(input);
            }

            yield break;
        }

        if (layer is ShortcutLayer block)
        {
            var parts = block.Shortcut is null
                ? Walk($"{name}.body", block.Body, input)
                : [.. Walk($"{name}.body", block.Body, input), .. Walk($"{name}.shortcut", block.Shortcut, input)];
            foreach (var use in parts)
            {
                yield return use;
            }
        }

        yield return new LayerUse(name, layer, input);
    }
}

/// <summary>A layer in its place.</summary>
/// <param name="Name">Of its parameters: encoder.0.</param>
/// <param name="Layer">The layer; one that is made of others comes after them.</param>
/// <param name="Input">The shape that it gets.</param>
internal readonly record struct LayerUse(string Name, Layer Layer, Shape Input)
{
    /// <summary>Whether it is made of layers that are listed themselves.</summary>
    internal bool HasParts => Layer is ShortcutLayer;
}
