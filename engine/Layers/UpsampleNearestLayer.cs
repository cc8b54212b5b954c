namespace ILGpuAutoencoders.Engine;

/// <summary>Nearest-neighbour upsampling: each pixel becomes factor x factor equal ones.</summary>
public sealed class UpsampleNearestLayer : Layer
{
    private readonly int _factor;

    /// <summary>Describes an upsampling.</summary>
    /// <param name="factor">1 or more.</param>
    public UpsampleNearestLayer(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        _factor = factor;
    }

    /// <inheritdoc/>
    public override string Kind => "Upsample";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank == 4
        ? input.With(1, input[1] * _factor).With(2, input[2] * _factor)
        : throw new ArgumentException($"Upsample: the input {input} is not a batch of pictures; give [N, H, W, C].", nameof(input));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.UpsampleNearest(_factor);
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Add(
            "Resize", [x, "", graph.Constant([1, 1, _factor, _factor], 4)],
            OperatorAttribute.Text("mode", "nearest"), OperatorAttribute.Text("coordinate_transformation_mode", "asymmetric"),
            OperatorAttribute.Text("nearest_mode", "floor"));
    }
}
