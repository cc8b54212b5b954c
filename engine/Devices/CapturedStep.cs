namespace ILGpuAutoencoders.Engine;

/// <summary>The kernels of one step, ready to run again on the same storage without allocating anything.</summary>
public sealed class CapturedStep
{
    private readonly ComputeDevice _device;
    private readonly IKernel[] _kernels;

    internal CapturedStep(ComputeDevice device, IKernel[] kernels)
    {
        _device = device;
        _kernels = kernels;
    }

    /// <summary>Number of kernels in the step.</summary>
    public int KernelCount => _kernels.Length;

    /// <summary>Runs the step again.</summary>
    /// <exception cref="InvalidOperationException">A scope is open on the device.</exception>
    public void Replay() => _device.Replay(_kernels);
}
