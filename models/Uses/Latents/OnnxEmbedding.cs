using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Export;

namespace ILGpuAutoencoders.Models.Uses.Latents;

/// <summary>Latent vectors in a whitened space as a part of a graph: what <see cref="Whitening.Apply(float[])"/> computes in double, in
/// float32.</summary>
/// <param name="space">The space.</param>
internal sealed class OnnxEmbedding(Whitening space) : IGraphEmbedding
{
    private const float LeastLength = 1e-20f;

    public int Length => space.Mean.Length;

    public string AddTo(OnnxGraph graph, string latent)
    {
        string centred = graph.Add("Sub", [latent, graph.Constant(space.Mean, 1, Length)]);
        string mapped = graph.Add("Gemm", [centred, graph.Constant(space.MapRows, Length, Length)], OperatorAttribute.Integer("transB", 1));
        string length = graph.Add("ReduceL2", [mapped], OperatorAttribute.Integers("axes", 1));
        return graph.Add("Div", [mapped, graph.Add("Max", [length, graph.Constant([LeastLength])])]);
    }
}
