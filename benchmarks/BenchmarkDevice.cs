using System.Diagnostics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>A device, named as on the command line, with tensors of reproducible noise and repeated work.</summary>
internal sealed class BenchmarkDevice : IDisposable
{
    private const double SettlingSeconds = 0.4;
    private const int SettlingCalls = 35;

    internal BenchmarkDevice(string name, int threads = 0) => Device = DeviceCatalog.Open(name, threads).Device;

    internal ComputeDevice Device { get; }

    /// <summary>The devices that the suite runs on: cpu and all GPUs.</summary>
    internal static IEnumerable<string> Names => DeviceCatalog.List().Where(device => device.Id != "simulator").Select(device => device.Id);

    public void Dispose() => Device.Dispose();

    /// <summary>
    /// Repeats work until the runtime has compiled it to its final tier, which happens in the background after 30 calls and a tenth of a
    /// second.
    /// </summary>
    internal static void Settle(Action work)
    {
        var clock = Stopwatch.StartNew();
        for (int calls = 0; clock.Elapsed.TotalSeconds < SettlingSeconds
            || (calls < SettlingCalls && clock.Elapsed.TotalSeconds < 4 * SettlingSeconds); calls++)
        {
            work();
        }
    }

    /// <summary>Captures work.</summary>
    /// <returns>Repeats it, and waits for its end.</returns>
    internal Action Capture(Action work)
    {
        var step = Device.Capture(work);
        return Settled(step.Replay);
    }

    /// <summary>Repeats work until its pace settles.</summary>
    /// <returns>Repeats it, and waits for its end.</returns>
    internal Action Settled(Action work)
    {
        void Repeat()
        {
            work();
            Device.Synchronize();
        }

        Settle(Repeat);
        return Repeat;
    }

    /// <summary>A tensor of uniform noise in [-1, 1).</summary>
    internal Tensor Noise(Shape shape)
    {
        var random = new RandomStream(1, RandomPurpose.Initialization);
        float[] values = new float[shape.Count];
        foreach (ref float value in values.AsSpan())
        {
            value = random.Uniform(-1, 1);
        }

        return Tensor.FromArray(Device, shape, values);
    }
}
