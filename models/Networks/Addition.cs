using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>The sum of two values of the same shape: a network that computes what is to be added.</summary>
internal sealed class Addition : INetworkStep
{
    public Tensor Forward(ReadOnlySpan<Tensor> x, ForwardPass pass) => x[0].Add(x[1]);

    public Shape OutputShape(ReadOnlySpan<Shape> x) => x[0];

    public string AddTo(IOperatorGraph graph, ReadOnlySpan<string> x) => graph.Add("Add", [x[0], x[1]]);
}
