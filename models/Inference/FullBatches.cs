using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>
/// A pass through a network in batches of one size, filled up with zeros: what comes out for an item does not depend on the others, on
/// its place, or on how many there are. On the CPU a single item is a batch of its own.
/// </summary>
internal sealed class FullBatches : IDisposable
{
    private const int MostItems = 32, MostPixels = 32 * 64 * 64;

    private readonly CapturedPass _pass;
    private readonly CapturedPass? _single;
    private readonly int _inputLength, _outputLength;
    private readonly float[] _input, _output;

    /// <summary>Makes room for a batch.</summary>
    /// <param name="model">On its device.</param>
    /// <param name="shapeOf">The shape of a number of inputs.</param>
    /// <param name="outputLength">Values of one output.</param>
    /// <param name="pass">From a batch of inputs to as many outputs.</param>
    internal FullBatches(Autoencoder model, Func<int, Shape> shapeOf, int outputLength, Func<Tensor, Tensor> pass)
    {
        Size = SizeFor(model);
        _inputLength = shapeOf(1).Count;
        _outputLength = outputLength;
        _input = new float[Size * _inputLength];
        _output = new float[Size * _outputLength];
        var device = model.Arena.Device;
        _pass = new CapturedPass(device, shapeOf(Size), pass);
        // The kernels of the CPU give an item the same bits alone and in company, and take as much less time as there are fewer items.
        _single = device.HostThreads > 0 && Size > 1 ? new CapturedPass(device, shapeOf(1), pass) : null;
    }

    /// <summary>Items of a batch.</summary>
    internal int Size { get; }

    /// <summary>
    /// Items of a batch for a model: as many as keep a device busy, with few pixels if there is only one. They are fewer than the outputs
    /// of any linear layer, because then the CPU adds up each output as for a single picture, in one order.
    /// </summary>
    internal static int SizeFor(Autoencoder model)
    {
        int pixels = (int)model.Options.ImageSize.Pixels;
        int outputs = model.Parameters.Where(parameter => parameter.Shape.Rank == 2).Select(parameter => parameter.Shape[0])
            .Append(int.MaxValue).Min();
        return Math.Max(1, Math.Min(Math.Min(MostItems, MostPixels / pixels), outputs - 1));
    }

    /// <summary>The values of an input, to fill.</summary>
    /// <param name="index">Its place in the batch.</param>
    internal Span<float> Input(int index) => _input.AsSpan(index * _inputLength, _inputLength);

    /// <summary>Computes the outputs of a batch.</summary>
    /// <param name="count">Inputs that are filled, from 1 to <see cref="Size"/>.</param>
    internal void Run(int count)
    {
        if (count == 1 && _single is not null)
        {
            _single.Run(_input.AsSpan(0, _inputLength), _output.AsSpan(0, _outputLength));
            return;
        }

        _input.AsSpan(count * _inputLength).Clear();
        _pass.Run(_input, _output);
    }

    /// <summary>The values of an output.</summary>
    /// <param name="index">Its place in the batch.</param>
    internal ReadOnlySpan<float> Output(int index) => _output.AsSpan(index * _outputLength, _outputLength);

    public void Dispose()
    {
        _pass.Dispose();
        _single?.Dispose();
    }
}
