namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The seed, the step and the part of its batch that random numbers depend on, in device memory, so that a replayed step draws new numbers
/// after a call of <see cref="Set"/>.
/// </summary>
public sealed class RandomState : IDisposable
{
    private const int Words = 4;

    /// <summary>Makes the state of step 0.</summary>
    /// <param name="device">Where the numbers will be drawn.</param>
    /// <param name="seed">The key of <see cref="Philox"/>.</param>
    public RandomState(ComputeDevice device, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(device);
        Storage = device.AllocatePersistent(Words);
        Set(seed, 0);
    }

    /// <summary>Four 32-bit words: seed low, seed high, step, first picture.</summary>
    internal Storage Storage { get; }

    /// <summary>Sets seed and step; call it between steps, never between a forward pass and its backward pass.</summary>
    /// <param name="seed">The key of <see cref="Philox"/>.</param>
    /// <param name="step">Number of the training step.</param>
    /// <param name="firstPicture">
    /// Where the pictures of this pass begin in the batch of the step: parts of a batch draw numbers of their own.
    /// </param>
    public void Set(ulong seed, uint step, uint firstPicture = 0)
    {
        ReadOnlySpan<uint> words = [(uint)seed, (uint)(seed >> 32), step, firstPicture];
        Storage.Device.Upload(words, Storage);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => Storage.Device.Free(Storage);
}
