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

    /// <summary>Its individual layers, also those within rows, each with the shape that it gets.</summary>
    internal IEnumerable<LayerUse> Walk(Shape input)
    {
        if (Layer is not Sequential row)
        {
            yield return new LayerUse(Name, Layer, input);
            yield break;
        }

        for (int i = 0; i < row.Layers.Count; i++)
        {
            yield return new LayerUse($"{Name}.{i}", row.Layers[i], input);
            input = row.Layers[i].OutputShape(input);
        }
    }
}

/// <summary>A layer in its place.</summary>
/// <param name="Name">Of its parameters: encoder.0.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The shape that it gets.</param>
internal readonly record struct LayerUse(string Name, Layer Layer, Shape Input);
