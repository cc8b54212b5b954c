using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>A row run on a device: its output, and the gradients of the weighted sum of the output.</summary>
public sealed record OpRun(Shape Shape, float[] Output, float[][] Gradients)
{
    public static OpRun Of(OpCase row, ComputeDevice device, bool freeIntermediates = false)
    {
        using var scope = device.OpenScope();
        var inputs = row.MakeInputs().Select((values, i) => Tensor.FromArray(device, row.Inputs[i], values).WithGradient()).ToArray();
        var output = row.Run(inputs);
        float[] values = output.ToArray();
        var weights = Tensor.FromArray(device, output.Shape, row.OutputWeights(output.Count));
        output.Multiply(weights).Sum().Backward(freeIntermediates);
        return new OpRun(output.Shape, values, [.. inputs.Select(x => x.Gradient!.ToArray())]);
    }

    /// <summary>Fails unless both hold the same bits.</summary>
    public void MustBeBitEqualTo(OpRun other, string what)
    {
        Assert.True(Output.AsSpan().SequenceEqual(other.Output), $"{what}: outputs differ.");
        for (int i = 0; i < Gradients.Length; i++)
        {
            Assert.True(Gradients[i].AsSpan().SequenceEqual(other.Gradients[i]), $"{what}: gradients of input {i} differ.");
        }
    }
}
