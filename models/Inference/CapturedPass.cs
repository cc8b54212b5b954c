using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>A pass through a network in evaluation mode, for inputs of one shape: the first is captured, the others replay it.</summary>
/// <param name="device">Where the network lives.</param>
/// <param name="shape">Of the input.</param>
/// <param name="pass">What is captured.</param>
internal sealed class CapturedPass(ComputeDevice device, Shape shape, Func<Tensor, Tensor> pass) : IDisposable
{
    private readonly Tensor _input = Tensor.Allocate(device, shape);
    private Tensor? _output;
    private CapturedStep? _kernels;

    /// <summary>Fills the output for an input.</summary>
    internal void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        _input.CopyFrom(input);
        if (_kernels is null)
        {
            _kernels = device.Capture(() =>
            {
                using (Autograd.Pause())
                {
                    _output = pass(_input);
                }
            });
        }
        else
        {
            _kernels.Replay();
        }

        _output!.CopyTo(output);
    }

    public void Dispose() => device.Free(_input.Storage);
}
