using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>
/// Runs batches of pictures through a model in evaluation mode. The first of each batch size is captured, the others replay it.
/// </summary>
/// <param name="model">On its device.</param>
/// <param name="compute">From pictures to an output with its own memory.</param>
internal sealed class InferenceRunner(Autoencoder model, Func<Tensor, Tensor> compute) : IDisposable
{
    private readonly Dictionary<int, CapturedPass> _bySize = [];

    /// <summary>From pictures to their reconstructions.</summary>
    internal InferenceRunner(Autoencoder model)
        : this(model, pictures => model.Forward(pictures, ForwardPass.Inference))
    {
    }

    /// <summary>The outputs for pictures.</summary>
    /// <param name="input">count x H x W x C values.</param>
    /// <param name="output">Room for all outputs; reconstructions are as many values.</param>
    /// <param name="count">Number of pictures, 1 or more.</param>
    internal void Run(ReadOnlySpan<float> input, Span<float> output, int count)
    {
        if (!_bySize.TryGetValue(count, out var pass))
        {
            pass = new CapturedPass(model.Arena.Device, model.PicturesShape(count), compute);
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
