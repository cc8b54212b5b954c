using System.Diagnostics;

namespace ILGpuAutoencoders.Engine.Devices;

/// <summary>Keeps each kernel that a device runs, with its time: on a GPU from its launch to its end.</summary>
/// <param name="device">The device, which waits before and after each kernel while it is watched.</param>
internal sealed class KernelWatch(ComputeDevice device)
{
    private long _start;

    /// <summary>Kernels in their order: an <see cref="IKernel"/> of the CPU, or a launch.</summary>
    internal List<(object Kernel, TimeSpan Time)> Kernels { get; } = [];

    internal void Begin()
    {
        device.Synchronize();
        _start = Stopwatch.GetTimestamp();
    }

    internal void End(object kernel)
    {
        device.Synchronize();
        Kernels.Add((kernel, Stopwatch.GetElapsedTime(_start)));
    }
}
