using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>Runs batches through a model in evaluation mode. The first of each batch size is captured, the others replay it.</summary>
/// <param name="model">On its device.</param>
/// <param name="inputShape">The shape of the inputs for a number of items.</param>
/// <param name="compute">From an input to an output of its own memory.</param>
internal sealed class InferenceRunner(Autoencoder model, Func<int, Shape> inputShape, Func<Tensor, Tensor> compute) : IDisposable
{
    private readonly Dictionary<int, (Tensor Input, Tensor Output, CapturedStep Kernels)> _bySize = [];

    /// <summary>From pictures to their reconstructions.</summary>
    internal InferenceRunner(Autoencoder model)
        : this(model, model.PicturesShape, pictures => model.Forward(pictures, ForwardPass.Inference))
    {
    }

    /// <summary>From latent vectors to pictures.</summary>
    internal static InferenceRunner Decoder(Autoencoder model) =>
        new(model, count => [count, model.Options.Latent], latent => model.Decode(latent, ForwardPass.Inference));

    /// <summary>The outputs for inputs.</summary>
    /// <param name="input">The values of count items.</param>
    /// <param name="output">Room for all outputs.</param>
    /// <param name="count">Number of items, 1 or more.</param>
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
        var placed = Tensor.Allocate(device, inputShape(count));
        placed.CopyFrom(input);
        Tensor? result = null;
        var kernels = device.Capture(() =>
        {
            using (Autograd.Pause())
            {
                result = compute(placed);
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
