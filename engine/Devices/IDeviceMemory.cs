namespace ILGpuAutoencoders.Engine.Devices;

/// <summary>A device as the bodies of its loops see it: what it calls its floats.</summary>
/// <typeparam name="TMemory"><see cref="Simd.HostFloats"/> on the CPU, ILGPU's view on all other devices.</typeparam>
internal interface IDeviceMemory<TMemory>
    where TMemory : struct
{
    /// <summary>The floats of a storage of this device.</summary>
    TMemory View(Storage storage);
}
