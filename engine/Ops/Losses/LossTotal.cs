using ILGpuAutoencoders.Engine.Ops.Losses;

namespace ILGpuAutoencoders.Engine;

/// <summary>Sums losses on the device, so that a captured step need not stop to report to the host.</summary>
public sealed class LossTotal : IDisposable
{
    private const int Words = 2;

    private readonly Storage _storage;

    /// <summary>Makes a total of 0.</summary>
    /// <param name="device">Where it lives.</param>
    public LossTotal(ComputeDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _storage = device.AllocatePersistent(Words);
        Reset();
    }

    /// <summary>Sets the total. It must not be part of a captured step.</summary>
    /// <param name="total">What <see cref="Read"/> gave when the sum was interrupted; 0 for a new sum.</param>
    public void Reset(float total = 0)
    {
        ReadOnlySpan<float> words = [total, 0];
        _storage.Device.Upload(words, _storage);
    }

    /// <summary>total += weight · loss; latest = loss.</summary>
    /// <param name="loss">A tensor of one element.</param>
    /// <param name="weight">Number of pictures that the loss was averaged over.</param>
    public void Add(Tensor loss, int weight)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfNotEqual(loss.Count, 1, nameof(loss));
        _storage.Device.Run(new AddLoss(loss.Storage, _storage, weight));
    }

    /// <summary>The total and the latest loss. It waits for the device.</summary>
    public (float Total, float Latest) Read()
    {
        Span<float> words = stackalloc float[Words];
        _storage.Device.Download(_storage, words);
        return (words[0], words[1]);
    }

    /// <summary>Frees its memory.</summary>
    public void Dispose() => _storage.Device.Free(_storage);
}
