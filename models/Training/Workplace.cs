using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Where training takes place; a report can be written there without opening or loading anything again.</summary>
/// <param name="Choice">The open device.</param>
/// <param name="Pictures">Pictures that may be loaded.</param>
internal sealed record Workplace(DeviceChoice Choice, RunPictures Pictures) : IDisposable
{
    /// <summary>The ranks that train together; this process alone unless set.</summary>
    internal IWorld World { get; init; } = AloneWorld.Instance;

    /// <summary>Threads of this rank on the host; 0 for one per processor.</summary>
    internal int Threads { get; init; }

    /// <summary>The open device.</summary>
    internal ComputeDevice Device => Choice.Device;

    /// <summary>Finds the pictures and opens the device that options name.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="splitJson">The split of an earlier run; null for a new split.</param>
    /// <param name="observer">Is told of what is left out, and of processors that a rank may not use; null for none.</param>
    /// <param name="world">The ranks, which share the devices and processors of a host; null for this process alone.</param>
    /// <param name="cancellation">Stops the scan.</param>
    internal static Workplace Open(
        TrainingOptions options, string? splitJson = null, ITaskObserver? observer = null, IWorld? world = null,
        CancellationToken cancellation = default)
    {
        var pictures = RunPictures.Open(options, splitJson, observer, cancellation: cancellation);
        var share = RankShare.Of(world ?? AloneWorld.Instance, options);
        if (share.Warning is { } warning)
        {
            observer?.Warned(warning);
        }

        return new(DeviceCatalog.Open(share.Device, share.Threads, options.Precision), pictures)
        {
            World = world ?? AloneWorld.Instance,
            Threads = share.Threads,
        };
    }

    public void Dispose() => Device.Dispose();
}
