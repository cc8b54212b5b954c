using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>One value less another of the same shape: a network that computes what is to be taken away.</summary>
internal sealed class Subtraction : INetworkStep
{
    public Tensor Forward(ReadOnlySpan<Tensor> x, ForwardPass pass) => x[0].Subtract(x[1]);

    public Shape OutputShape(ReadOnlySpan<Shape> x) => x[0];

    public string AddTo(IOperatorGraph graph, ReadOnlySpan<string> x) => graph.Add("Sub", [x[0], x[1]]);
}
