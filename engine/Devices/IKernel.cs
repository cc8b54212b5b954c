namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A unit of work on <see cref="Storage"/>: a struct of operands that knows how to run on both kinds of execution.
/// It knows nothing of tensors or gradients, and its operands must all live on the device that runs it.
/// </summary>
/// <remarks>Implement it as a <c>readonly struct</c>; run it with <see cref="ComputeDevice.Run{TKernel}"/>, so that steps can be
/// captured.</remarks>
public interface IKernel
{
    /// <summary>Runs as vectorised C# on host memory.</summary>
    /// <param name="device">The device that owns the operands.</param>
    void Run(SimdDevice device);

    /// <summary>Launches C# kernels compiled by ILGPU, without waiting for them.</summary>
    /// <param name="device">The device that owns the operands.</param>
    void Run(SimtDevice device);
}
