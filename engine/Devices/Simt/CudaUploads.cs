using ILGPU.Runtime;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>
/// Copies from the host that neither the host nor the running step waits for: into page-locked memory, over a separate stream into device
/// memory, and from there, in main-stream order, to their targets.
/// </summary>
/// <remarks>The host may run ahead of the device by as many uploads as there are slots, then waits for the oldest.</remarks>
internal sealed unsafe class CudaUploads : IDisposable
{
    private const int SmallBytes = 4096, SmallSlots = 32, LargeSlots = 2;

    private readonly Accelerator _accelerator;
    private readonly nint _mainStream;
    private readonly AcceleratorStream _copies;
    private readonly nint _smallMemory;
    private readonly Slot[] _small = new Slot[SmallSlots], _large = new Slot[LargeSlots];
    private int _nextSmall, _nextLarge;

    internal CudaUploads(Accelerator accelerator, nint mainStream)
    {
        (_accelerator, _mainStream, _copies) = (accelerator, mainStream, accelerator.CreateStream());
        _smallMemory = CudaDriver.AllocatePageLocked(SmallBytes * SmallSlots);
        for (int i = 0; i < SmallSlots; i++)
        {
            _small[i] = new Slot(_smallMemory + (i * SmallBytes), SmallBytes, null);
        }
    }

    private nint Copies => ((ILGPU.Runtime.Cuda.CudaStream)_copies).StreamPtr;

    /// <summary>Copies; <paramref name="source"/> may change as soon as this returns.</summary>
    /// <param name="source">Host memory.</param>
    /// <param name="target">Device memory.</param>
    internal void Upload(ReadOnlySpan<byte> source, nint target)
    {
        if (source.Length <= SmallBytes)
        {
            ref var slot = ref _small[_nextSmall++ % SmallSlots];
            slot.Fill(source);
            CudaDriver.Copy(target, slot.Host, source.Length, _mainStream);
            slot.MarkUse(_mainStream);
        }
        else
        {
            ref var slot = ref _large[_nextLarge++ % LargeSlots];
            Grow(ref slot, source.Length);
            slot.Fill(source);
            CudaDriver.Copy(slot.Device!.NativePtr, slot.Host, source.Length, Copies);
            CudaDriver.Record(slot.Arrived, Copies);
            CudaDriver.Await(_mainStream, slot.Arrived);
            CudaDriver.Copy(target, slot.Device.NativePtr, source.Length, _mainStream);
            slot.MarkUse(_mainStream);
        }
    }

    public void Dispose()
    {
        foreach (ref var slot in _small.AsSpan())
        {
            slot.DestroyEvents();
        }

        CudaDriver.FreePageLocked(_smallMemory);
        foreach (ref var slot in _large.AsSpan())
        {
            Free(ref slot);
        }

        _copies.Dispose();
    }

    private void Grow(ref Slot slot, int bytes)
    {
        if (slot.Bytes < bytes)
        {
            slot.AwaitUse();
            Free(ref slot);
            slot = default;
            var device = _accelerator.Allocate1D<byte>(bytes);
            try
            {
                slot = new Slot(CudaDriver.AllocatePageLocked(bytes), bytes, device);
            }
            finally
            {
                if (slot.Device is null)
                {
                    device.Dispose();
                }
            }
        }
    }

    private static void Free(ref Slot slot)
    {
        if (slot.Bytes > 0)
        {
            slot.DestroyEvents();
            slot.Device!.Dispose();
            CudaDriver.FreePageLocked(slot.Host);
        }
    }

    /// <summary>Page-locked memory for one upload at a time, and for a large one device memory to stage it in.</summary>
    private struct Slot(nint host, int bytes, MemoryBuffer? device)
    {
        internal readonly nint Host = host, Arrived = CudaDriver.CreateEvent();
        internal readonly int Bytes = bytes;
        internal readonly MemoryBuffer? Device = device;
        private readonly nint _used = CudaDriver.CreateEvent();
        private bool _isBusy;

        internal void Fill(ReadOnlySpan<byte> source)
        {
            AwaitUse();
            source.CopyTo(new Span<byte>((void*)Host, source.Length));
        }

        internal void MarkUse(nint stream)
        {
            CudaDriver.Record(_used, stream);
            _isBusy = true;
        }

        /// <summary>Waits for the slot's last use.</summary>
        internal readonly void AwaitUse()
        {
            if (_isBusy)
            {
                CudaDriver.Wait(_used);
            }
        }

        internal readonly void DestroyEvents()
        {
            CudaDriver.DestroyEvent(Arrived);
            CudaDriver.DestroyEvent(_used);
        }
    }
}
