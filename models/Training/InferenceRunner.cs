using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>Reconstructs batches in evaluation mode. The first of each batch size is captured, the others replay it.</summary>
internal sealed class InferenceRunner(Autoencoder model) : IDisposable
{
    private readonly Dictionary<int, CapturedPass> _bySize = [];

    /// <summary>The reconstructions of pictures.</summary>
    /// <param name="input">count x S x S x 3 values.</param>
    /// <param name="output">As many values.</param>
    /// <param name="count">Number of pictures, 1 or more.</param>
    internal void Run(ReadOnlySpan<float> input, Span<float> output, int count)
    {
        if (!_bySize.TryGetValue(count, out var pass))
        {
            pass = new CapturedPass(model.Arena.Device, model.PicturesShape(count), x => model.Forward(x, ForwardPass.Inference));
            _bySize.Add(count, pass);
        }

        pass.Run(input, output);
    }

    public void Dispose()
    {
        foreach (var pass in _bySize.Values)
        {
            pass.Dispose();
        }
    }
}
