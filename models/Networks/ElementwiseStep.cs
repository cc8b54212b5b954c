using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>Two values of the same shape, combined element by element.</summary>
internal sealed class ElementwiseStep : INetworkStep
{
    private readonly string _operator;
    private readonly Func<Tensor, Tensor, Tensor> _combine;

    private ElementwiseStep(string onnxOperator, Func<Tensor, Tensor, Tensor> combine) => (_operator, _combine) = (onnxOperator, combine);

    /// <summary>The sum: of a network that computes what is to be added.</summary>
    internal static ElementwiseStep Sum { get; } = new("Add", (x, y) => x.Add(y));

    /// <summary>The first less the second: of a network that computes what is to be taken away.</summary>
    internal static ElementwiseStep Difference { get; } = new("Sub", (x, y) => x.Subtract(y));

    public Tensor Forward(ReadOnlySpan<Tensor> x, ForwardPass pass) => _combine(x[0], x[1]);

    public Shape OutputShape(ReadOnlySpan<Shape> x) => x[0];

    public string AddTo(IOperatorGraph graph, ReadOnlySpan<string> x) => graph.Add(_operator, [x[0], x[1]]);
}
