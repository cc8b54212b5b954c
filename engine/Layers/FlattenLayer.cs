namespace ILGpuAutoencoders.Engine;

/// <summary>[N, H, W, C] to [N, H·W·C], without moving anything.</summary>
public sealed class FlattenLayer : Layer
{
    /// <inheritdoc/>
    public override string Kind => "Flatten";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => [input[0], input.With(0, 1).Count];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Reshape(OutputShape(x.Shape));
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Add("Flatten", [x]);
    }
}

/// <summary>[N, H·W·C] to [N, H, W, C], without moving anything.</summary>
/// <param name="picture">[H, W, C].</param>
public sealed class UnflattenLayer(Shape picture) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "Unflatten";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank == 2 && input[1] == picture.Count
        ? [input[0], picture[0], picture[1], picture[2]]
        : throw new ArgumentException($"Unflatten: the input {input} is not [N, {picture.Count}]; change the layer before.", nameof(input));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Reshape(OutputShape(x.Shape));
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        // 0: the batch size of the input.
        return graph.Add("Reshape", [x, graph.Constant(0, picture[2], picture[0], picture[1])]);
    }
}
