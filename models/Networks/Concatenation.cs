using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>The channels of one picture, then those of another of the same size: a skip connection.</summary>
internal sealed class Concatenation : INetworkStep
{
    public Tensor Forward(ReadOnlySpan<Tensor> x, ForwardPass pass) => x[0].Concat(x[1]);

    public Shape OutputShape(ReadOnlySpan<Shape> x) => x[0].With(3, x[0][3] + x[1][3]);

    public string AddTo(IOperatorGraph graph, ReadOnlySpan<string> x) =>
        graph.Add("Concat", [x[0], x[1]], OperatorAttribute.Integer("axis", 1));
}
