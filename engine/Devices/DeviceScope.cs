namespace ILGpuAutoencoders.Engine;

/// <summary>An open scope of a device; disposing it frees all storage allocated since it was opened.</summary>
public readonly struct DeviceScope : IDisposable, IEquatable<DeviceScope>
{
    private readonly ComputeDevice _device;
    private readonly int _firstStorage;

    internal DeviceScope(ComputeDevice device, int firstStorage)
    {
        _device = device;
        _firstStorage = firstStorage;
    }

    /// <summary>Closes the scope. Scopes must close in the reverse order of opening.</summary>
    public void Dispose() => _device.CloseScope(_firstStorage);

    /// <inheritdoc/>
    public bool Equals(DeviceScope other) => _device == other._device && _firstStorage == other._firstStorage;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DeviceScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_device, _firstStorage);

    /// <summary>Whether both are the same scope.</summary>
    public static bool operator ==(DeviceScope left, DeviceScope right) => left.Equals(right);

    /// <summary>Whether the scopes differ.</summary>
    public static bool operator !=(DeviceScope left, DeviceScope right) => !left.Equals(right);
}
