namespace ILGpuAutoencoders.Engine;

/// <summary>The kernels of one step, ready to run again on the same storage without allocating anything.</summary>
public sealed class CapturedStep
{
    private readonly ComputeDevice _device;
    private readonly Action _replay;

    internal CapturedStep(ComputeDevice device, int kernelCount, Action replay)
    {
        _device = device;
        _replay = replay;
        KernelCount = kernelCount;
    }

    /// <summary>Number of kernels in the step.</summary>
    public int KernelCount { get; }

    /// <summary>Runs the step again.</summary>
    /// <exception cref="InvalidOperationException">A scope is open on the device.</exception>
    public void Replay() => _device.Replay(_replay);
}
