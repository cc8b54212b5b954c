using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Workbench.Benchmarks;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// Measures speed: after a warm-up that ends when the pace has settled (.NET compiles hot methods again while they run),
/// repetitions of one step for a given time. Steps of models include the copy of the batch to the device, as in training.
/// </summary>
public static class BenchmarkRunner
{
    /// <summary>What can be measured: the families and the operations.</summary>
    public static IReadOnlyList<string> Targets => [.. ModelCatalog.Names, BenchmarkWork.MatMul, BenchmarkWork.Convolution];

    /// <summary>Runs a benchmark.</summary>
    /// <param name="options">What is measured, on what.</param>
    /// <param name="observer">Is told of the device; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ConfigurationException">An option cannot be used.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static BenchmarkResult Run(BenchmarkOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require(options);
        using var device = ObservedDevice.Open(options, observer);
        using var work = BenchmarkWork.Create(options, device);
        double seconds = SteadyPace.Measure(work.Run, device.Synchronize, options.Seconds, cancellation);
        bool isProduct = options.Target == BenchmarkWork.MatMul;
        return new(
            options.Target, device.Name, isProduct ? null : BenchmarkOptions.Modes.Format(options.Mode), isProduct ? null : options.Batch,
            isProduct ? options.Size : options.ImageSize, device.HostThreads is > 0 and var threads ? threads : null,
            isProduct ? null : options.Batch / seconds, seconds * 1e3, device.PeakBytes / (double)(1 << 20),
            work.Operations / seconds / 1e9);
    }

    /// <summary>Checks options.</summary>
    /// <exception cref="ConfigurationException">One cannot be used.</exception>
    internal static void Require(BenchmarkOptions options)
    {
        if (!Targets.Contains(options.Target))
        {
            throw new ConfigurationException("model", $"'{options.Target}' cannot be measured; use one of {string.Join(", ", Targets)}.");
        }

        BenchmarkOptions.Table.Validate(options);
    }
}
