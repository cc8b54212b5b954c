using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>What a network does at one place: it makes one value of one or several.</summary>
internal interface INetworkStep
{
    /// <summary>What it makes of tensors.</summary>
    /// <param name="x">The operands; they are left as they are.</param>
    /// <param name="pass">Training or inference.</param>
    Tensor Forward(ReadOnlySpan<Tensor> x, ForwardPass pass);

    /// <summary>The shape it makes of shapes, with the batch as first axis.</summary>
    /// <exception cref="ArgumentException">It does not take these shapes.</exception>
    Shape OutputShape(ReadOnlySpan<Shape> x);

    /// <summary>Adds what it does in inference to a graph of ONNX operators, where pictures are [N, C, H, W].</summary>
    /// <returns>The value it gives.</returns>
    string AddTo(IOperatorGraph graph, ReadOnlySpan<string> x);
}
