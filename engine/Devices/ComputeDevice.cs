using System.Runtime.InteropServices;
using ILGpuAutoencoders.Engine.Devices;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Where tensors live and kernels run. Two kinds: <see cref="SimdDevice"/> (vectorised C# on the CPU) and
/// <see cref="SimtDevice"/> (C# kernels on any ILGPU accelerator). A device is used by one thread at a time.
/// </summary>
public abstract class ComputeDevice : IDisposable
{
    private readonly StoragePool _persistent;
    private readonly StoragePool _scratch;
    private readonly List<Storage> _scopeStorages = [];
    private List<IKernel>? _recording;

    private protected ComputeDevice(long smallestChunk)
    {
        _persistent = new StoragePool(this, smallestChunk: 1 << 16);
        _scratch = new StoragePool(this, smallestChunk);
    }

    /// <summary>A description for people: kind, model and width.</summary>
    public abstract string Name { get; }

    /// <summary>What the last bits of results depend on: the vector instructions of a CPU, else the device. Threads do not count.</summary>
    public virtual string Arithmetic => Name;

    /// <summary>Peak bytes of storage handed out at any one time so far.</summary>
    public long PeakBytes => (_persistent.Peak + _scratch.Peak) * sizeof(float);

    /// <summary>Bytes of storage handed out now.</summary>
    public long LiveBytes => (_persistent.Used + _scratch.Used) * sizeof(float);

    /// <summary>Bytes allocated from the driver or the system, handed out or not.</summary>
    internal long ReservedBytes => (_persistent.Reserved + _scratch.Reserved) * sizeof(float);

    /// <summary>Bytes that can be allocated before memory runs out or, for host memory, before other programs are swapped out.</summary>
    public abstract long FreeBytes { get; }

    /// <summary>Host threads that compute; 0 if the host does not compute.</summary>
    public virtual int HostThreads => 0;

    /// <summary>Whether its memory is host memory.</summary>
    public virtual bool SharesHostMemory => false;

    /// <summary>Whether storage keeps the values written to it.</summary>
    internal virtual bool HoldsValues => true;

    /// <summary>Whether kernels run, and do not merely count.</summary>
    internal virtual bool RunsKernels => true;

    /// <summary>Called with the length of each storage before it is allocated; it may throw as a device out of memory would.</summary>
    internal Action<int>? Allocating { get; set; }

    /// <summary>Where a storage is in the memory of the host; null where it is elsewhere.</summary>
    internal virtual unsafe float* HostPointer(Storage storage) => null;

    /// <summary>What keeps and times each kernel that runs; null, as usual, for nothing.</summary>
    internal KernelWatch? Watch { get; set; }

    internal bool IsInScope => ScopeDepth > 0;

    private int ScopeDepth { get; set; }

    /// <summary>
    /// Memory for <paramref name="length"/> 32-bit words, not zeroed. Within a scope it is freed at the scope's end, otherwise it lives
    /// until <see cref="Free"/>.
    /// </summary>
    /// <param name="length">Number of words, 0 or more.</param>
    /// <exception cref="OutOfMemoryException">The device has no memory left.</exception>
    public Storage Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Allocating?.Invoke(length);
        if (!IsInScope)
        {
            return _persistent.Allocate(length);
        }

        var storage = _scratch.Allocate(length);
        _scopeStorages.Add(storage);
        return storage;
    }

    /// <summary>Memory that outlives any open scope, until <see cref="Free"/>.</summary>
    /// <param name="length">Number of 32-bit words, 0 or more.</param>
    public Storage AllocatePersistent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Allocating?.Invoke(length);
        return _persistent.Allocate(length);
    }

    /// <summary>Frees storage for reuse; within a scope this is optional and lowers the peak.</summary>
    /// <param name="storage">Storage that <see cref="Allocate"/> returned, not a slice, and not freed before.</param>
    public void Free(Storage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (storage.Device != this || storage.Block.Pool is not { } pool)
        {
            throw new ArgumentException(
                "Storage: this is a slice, was freed before or belongs to another device; free the storage that Allocate returned, once.",
                nameof(storage));
        }

        pool.Free(storage.Block);
        storage.Block = default;
        storage.IsFreed = _recording is null;
    }

    /// <summary>Opens a scope: storage allocated within it is freed all at once when it is disposed.</summary>
    public DeviceScope OpenScope()
    {
        ScopeDepth++;
        return new DeviceScope(this, _scopeStorages.Count);
    }

    internal void CloseScope(int firstStorage)
    {
        for (int i = _scopeStorages.Count - 1; i >= firstStorage; i--)
        {
            if (_scopeStorages[i].Block.Pool is not null)
            {
                Free(_scopeStorages[i]);
            }
        }

        _scopeStorages.RemoveRange(firstStorage, _scopeStorages.Count - firstStorage);
        ScopeDepth--;
    }

    /// <summary>Runs a kernel on this device; while a step is being captured the kernel is also recorded.</summary>
    /// <typeparam name="TKernel">The kernel's type.</typeparam>
    /// <param name="kernel">The kernel with its operands.</param>
    public void Run<TKernel>(in TKernel kernel)
        where TKernel : struct, IKernel
    {
        _recording?.Add(kernel);
        Execute(kernel);
    }

    /// <summary>
    /// Runs <paramref name="step"/> once and records the kernels it runs. Replaying runs the same kernels on the same storage again and
    /// allocates nothing: values that change from step to step must therefore be read from storage. What the step leaves in scratch
    /// memory stays readable until the next scope, capture or replay on this device.
    /// </summary>
    /// <param name="step">Work that uploads nothing, downloads nothing, and opens no capture.</param>
    /// <exception cref="InvalidOperationException">A scope or another capture is open.</exception>
    public CapturedStep Capture(Action step)
    {
        ArgumentNullException.ThrowIfNull(step);
        ThrowIfBusy();
        _recording = [];
        try
        {
            using (OpenScope())
            {
                step();
            }

            var kernels = _recording.ToArray();
            _recording = null;
            return new CapturedStep(this, kernels.Length, PrepareReplay(kernels));
        }
        finally
        {
            _recording = null;
        }
    }

    internal void Replay(Action replay)
    {
        ThrowIfBusy();
        replay();
    }

    /// <summary>Copies values from the host into <paramref name="target"/>.</summary>
    /// <typeparam name="T">A 1-, 2- or 4-byte value type; its bytes are copied as they are.</typeparam>
    /// <param name="source">At most <c>4 * target.Length</c> bytes.</param>
    /// <param name="target">Storage of this device.</param>
    public void Upload<T>(ReadOnlySpan<T> source, Storage target)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(target);
        var bytes = MemoryMarshal.AsBytes(source);
        ThrowIfNoRoom(bytes.Length, target);
        CopyFromHost(bytes, target);
    }

    /// <summary>Copies values to the host after all earlier work has finished.</summary>
    /// <typeparam name="T">A 1-, 2- or 4-byte value type; its bytes are copied as they are.</typeparam>
    /// <param name="source">Storage of this device.</param>
    /// <param name="target">At most <c>4 * source.Length</c> bytes.</param>
    public void Download<T>(Storage source, Span<T> target)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(source);
        var bytes = MemoryMarshal.AsBytes(target);
        ThrowIfNoRoom(bytes.Length, source);
        CopyToHost(source, bytes);
    }

    /// <summary>Waits until all work given to the device is done.</summary>
    public abstract void Synchronize();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory and everything else the device holds.</summary>
    /// <param name="disposing">False when called by a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        _scratch.Dispose();
        _persistent.Dispose();
    }

    internal abstract MemoryChunk AllocateChunk(long length);

    private protected abstract void Execute<TKernel>(in TKernel kernel)
        where TKernel : struct, IKernel;

    /// <summary>Prepares a replay of kernels that have already run once.</summary>
    private protected abstract Action PrepareReplay(IKernel[] kernels);

    private protected abstract void CopyFromHost(ReadOnlySpan<byte> source, Storage target);

    private protected abstract void CopyToHost(Storage source, Span<byte> target);

    private void ThrowIfBusy()
    {
        if (_recording is not null || IsInScope)
        {
            throw new InvalidOperationException(
                "ComputeDevice: a step can only be captured or replayed while no scope is open, because it reuses the scratch memory; "
                + "close the scope first.");
        }
    }

    private void ThrowIfNoRoom(int bytes, Storage storage)
    {
        storage.ThrowIfFreed();
        if (storage.Device != this)
        {
            throw new ArgumentException(
                $"Storage: it lives on {storage.Device.Name}, not on {Name}; copy it there first.", nameof(storage));
        }

        if (bytes > storage.Length * (long)sizeof(float))
        {
            throw new ArgumentException(
                $"Storage: {bytes} bytes do not fit into {storage.Length} words; check the shapes.", nameof(storage));
        }

        if (_recording is not null)
        {
            throw new InvalidOperationException(
                "ComputeDevice: a captured step cannot copy between host and device; do it before or after the step.");
        }
    }
}
