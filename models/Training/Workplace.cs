using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Where training takes place; a report can be written there without opening or loading anything again.</summary>
/// <param name="Choice">The open device.</param>
/// <param name="Pictures">Pictures that may be loaded.</param>
internal sealed record Workplace(DeviceChoice Choice, RunPictures Pictures) : IDisposable
{
    /// <summary>The open device.</summary>
    internal ComputeDevice Device => Choice.Device;

    /// <summary>Finds the pictures and opens the device that options name.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="splitJson">The split of an earlier run; null for a new split.</param>
    /// <param name="observer">Is told of what is left out; null for none.</param>
    /// <param name="cancellation">Stops the scan.</param>
    internal static Workplace Open(
        TrainingOptions options, string? splitJson = null, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        var pictures = RunPictures.Open(options, splitJson, observer, cancellation: cancellation);
        return new(DeviceCatalog.Open(options.Device, options.Threads, options.Precision), pictures);
    }

    public void Dispose() => Device.Dispose();
}
