using System.Collections.Concurrent;
using System.Diagnostics;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>
/// The machine's upper limits, measured once per process: the bandwidth of a copy, and the register tile on operands in L1.
/// </summary>
internal static class Ceilings
{
    private const int CopyFloats = 1 << 25, Rounds = 15;

    private static readonly ConcurrentDictionary<(string Device, string Unit), double> s_measured = new();

    /// <summary>The ceiling for a unit on a device, in that unit; null if there is none to measure.</summary>
    internal static double? Of(string device, string unit) => unit switch
    {
        "GB/s" => s_measured.GetOrAdd((device, unit), key => Copy(key.Device)),
        "GFLOP/s" when device == "cpu" => s_measured.GetOrAdd((device, unit), _ => Tile()),
        _ => null,
    };

    private static double Copy(string name)
    {
        using var device = new BenchmarkDevice(name);
        Tensor from = device.Noise([CopyFloats]), to = device.Noise([CopyFloats]);
        double seconds = Median(() =>
        {
            device.Device.Run(new Copy(from.Storage, to.Storage, CopyFloats));
            device.Device.Synchronize();
        });
        return 2.0 * CopyFloats * sizeof(float) / seconds / 1e9;
    }

    private static double Tile()
    {
        using var device = new SimdDevice();
        var work = new TilePeak { Device = device };
        double seconds = Median(work.Run);
        return work.Operations / seconds / 1e9;
    }

    private static double Median(Action action)
    {
        BenchmarkDevice.Settle(action);
        double[] seconds = [.. Enumerable.Range(0, Rounds).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).Order()];
        return seconds[Rounds / 2];
    }
}
