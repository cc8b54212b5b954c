using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>Opens the device of a task and reports which it is and why.</summary>
internal static class ObservedDevice
{
    /// <summary>Opens it; the caller disposes it.</summary>
    /// <exception cref="ConfigurationException">There is no such kind of device, or the number of threads is out of its range.</exception>
    /// <exception cref="DeviceException">It is missing or fails.</exception>
    internal static ComputeDevice Open(ComputeOptions options, ITaskObserver? observer)
    {
        ComputeOptions.Table.Validate(options);
        var (device, reason) = DeviceCatalog.Open(options.Device, options.Threads, options.Precision);
        observer?.DeviceOpened(device.Name, reason);
        return device;
    }
}
