using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine;

/// <summary>Finds which kernels a step runs, and how long each takes.</summary>
public static class KernelProfile
{
    /// <summary>A device that lays launches out as a GPU would get them, and computes nothing: it needs none.</summary>
    /// <param name="kind"><c>cuda</c>, of compute capability 8.0 or later, or <c>opencl</c>.</param>
    /// <param name="precision">Of products on CUDA; null is tf32.</param>
    /// <exception cref="ArgumentException">There is no such kind of GPU.</exception>
    public static ComputeDevice Rehearse(string kind, Precision? precision = null) => SimtDriver.OpenRehearsal(
        kind switch
        {
            "cuda" => precision == Precision.Fp32 ? SimtTarget.AmpereFloat : SimtTarget.AmpereTensor,
            "opencl" => SimtTarget.OpenCL,
            _ => throw new ArgumentException($"Device: '{kind}' is not a kind of GPU; use cuda or opencl.", nameof(kind)),
        },
        []);

    /// <summary>
    /// The kernels of a step in their order, each with its median time over some rounds. The device waits before and after each, so that
    /// together they take longer than the step does, on a GPU much longer.
    /// </summary>
    /// <param name="device">Where the step runs.</param>
    /// <param name="step">Runs the same kernels each time, as a replay does.</param>
    /// <param name="rounds">How often it runs, 1 or more; run it a few times before, so that all of it is compiled.</param>
    /// <exception cref="InvalidOperationException">It ran other kernels in another round.</exception>
    public static IReadOnlyList<KernelUse> Of(ComputeDevice device, Action step, int rounds = 1)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var watches = new KernelWatch[rounds];
        try
        {
            for (int round = 0; round < rounds; round++)
            {
                device.Watch = watches[round] = new KernelWatch(device);
                step();
            }
        }
        finally
        {
            device.Watch = null;
        }

        if (watches.Any(watch => watch.Kernels.Count != watches[0].Kernels.Count))
        {
            throw new InvalidOperationException(
                "KernelProfile: the step ran other kernels in another round; give it the same work each time.");
        }

        return [.. watches[0].Kernels.Select((use, i) => new KernelUse(use.Kernel, device.RunsKernels ? Median(i) : 0))];

        double Median(int i) => watches.Select(watch => watch.Kernels[i].Time.TotalSeconds).Order().ElementAt(rounds / 2);
    }
}
