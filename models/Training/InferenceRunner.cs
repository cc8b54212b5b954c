using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>Reconstructs batches in evaluation mode. The first of each batch size is captured, the others replay it.</summary>
internal sealed class InferenceRunner(Autoencoder model) : IDisposable
{
    private readonly Dictionary<int, (Tensor Input, Tensor Output, CapturedStep Kernels)> _bySize = [];

    /// <summary>The reconstructions of pictures.</summary>
    /// <param name="input">count x S x S x 3 values.</param>
    /// <param name="output">As many values.</param>
    /// <param name="count">Number of pictures, 1 or more.</param>
    internal void Run(ReadOnlySpan<float> input, Span<float> output, int count)
    {
        if (_bySize.TryGetValue(count, out var known))
        {
            known.Input.CopyFrom(input);
            known.Kernels.Replay();
            known.Output.CopyTo(output);
            return;
        }

        var device = model.Arena.Device;
        var placed = Tensor.Allocate(device, model.PicturesShape(count));
        placed.CopyFrom(input);
        Tensor? result = null;
        var kernels = device.Capture(() =>
        {
            using (Autograd.Pause())
            {
                result = model.Forward(placed, ForwardPass.Inference);
            }
        });
        _bySize.Add(count, (placed, result!, kernels));
        result!.CopyTo(output);
    }

    public void Dispose()
    {
        foreach (var (input, _, _) in _bySize.Values)
        {
            input.Device.Free(input.Storage);
        }
    }
}
