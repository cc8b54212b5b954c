using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>A device, named as on the command line, and tensors of reproducible noise on it.</summary>
internal sealed class BenchmarkDevice : IDisposable
{
    internal BenchmarkDevice(string name) => Device = DeviceCatalog.Open(name).Device;

    internal ComputeDevice Device { get; }

    /// <summary>The devices that the suite runs on: cpu, and what GPUs there are.</summary>
    internal static IEnumerable<string> Names => DeviceCatalog.List().Where(device => device.Id != "simulator").Select(device => device.Id);

    public void Dispose() => Device.Dispose();

    /// <summary>A tensor of uniform noise in [-1, 1).</summary>
    internal Tensor Noise(Shape shape)
    {
        var random = new RandomStream(1, RandomPurpose.Initialization);
        var values = new float[shape.Count];
        foreach (ref float value in values.AsSpan())
        {
            value = random.Uniform(-1, 1);
        }

        return Tensor.FromArray(Device, shape, values);
    }
}
