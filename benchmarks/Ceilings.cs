using System.Collections.Concurrent;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>The machine's upper limits, each measured once per process.</summary>
internal static class Ceilings
{
    private static readonly ConcurrentDictionary<(string Device, string Unit), double> s_measured = new();

    /// <summary>The ceiling for a unit on a device, in that unit; null if there is none to measure.</summary>
    internal static double? Of(string device, string unit) => unit switch
    {
        "GB/s" => s_measured.GetOrAdd((device, unit), key => Copy(key.Device)),
        "GFLOP/s" when device == "cpu" => s_measured.GetOrAdd((device, unit), _ => Product()),
        _ => null,
    };

    private static double Copy(string name)
    {
        using var device = new BenchmarkDevice(name);
        return DeviceCeilings.Copy(device.Device) / 1e9;
    }

    private static double Product()
    {
        using var device = new SimdDevice();
        return DeviceCeilings.Product(device) / 1e9;
    }
}
