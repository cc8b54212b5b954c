using ILGPU.Runtime;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Copies from the host that neither the host nor the running step waits for: into page-locked memory, over a stream of their own into device memory,
/// and from there, in the order of the main stream, to where they belong.
/// </summary>
/// <remarks>The host gets ahead of the device by as many uploads as there are slots, then waits for the oldest.</remarks>
internal sealed unsafe class CudaUploads : IDisposable
{
    private const int SmallBytes = 4096, SmallSlots = 32, LargeSlots = 2;

    private readonly Accelerator _accelerator;
    private readonly nint _mainStream;
    private readonly AcceleratorStream _copies;
    private readonly Slot[] _small = new Slot[SmallSlots], _large = new Slot[LargeSlots];
    private int _nextSmall, _nextLarge;

    internal CudaUploads(Accelerator accelerator, nint mainStream)
    {
        (_accelerator, _mainStream, _copies) = (accelerator, mainStream, accelerator.CreateStream());
        foreach (ref var slot in _small.AsSpan())
        {
            slot.Prepare(accelerator, SmallBytes, isStaged: false);
        }
    }

    private nint Copies => ((ILGPU.Runtime.Cuda.CudaStream)_copies).StreamPtr;

    /// <summary>Copies; <paramref name="source"/> may change as soon as this returns.</summary>
    /// <param name="source">Host memory.</param>
    /// <param name="target">Device memory.</param>
    internal void Upload(ReadOnlySpan<byte> source, nint target)
    {
        bool isSmall = source.Length <= SmallBytes;
        ref var slot = ref isSmall ? ref _small[_nextSmall++ % SmallSlots] : ref _large[_nextLarge++ % LargeSlots];
        slot.Prepare(_accelerator, isSmall ? SmallBytes : source.Length, isStaged: !isSmall);
        source.CopyTo(new Span<byte>((void*)slot.Host, source.Length));
        if (isSmall)
        {
            CudaDriver.Copy(target, slot.Host, source.Length, _mainStream);
        }
        else
        {
            CudaDriver.Copy(slot.Device!.NativePtr, slot.Host, source.Length, Copies);
            CudaDriver.Record(slot.Arrived, Copies);
            CudaDriver.Await(_mainStream, slot.Arrived);
            CudaDriver.Copy(target, slot.Device.NativePtr, source.Length, _mainStream);
        }

        CudaDriver.Record(slot.Used, _mainStream);
        slot.IsBusy = true;
    }

    public void Dispose()
    {
        foreach (var slot in (Slot[])[.. _small, .. _large])
        {
            slot.Free();
        }

        _copies.Dispose();
    }

    private struct Slot
    {
        internal nint Host, Arrived, Used;
        internal MemoryBuffer? Device;
        internal bool IsBusy;
        private long _bytes;

        /// <summary>Waits for the slot's last use and gives it memory.</summary>
        internal void Prepare(Accelerator accelerator, int bytes, bool isStaged)
        {
            if (IsBusy)
            {
                CudaDriver.Wait(Used);
            }

            if (bytes <= _bytes)
            {
                return;
            }

            Free();
            (Host, Arrived, Used, _bytes) = (CudaDriver.AllocatePageLocked(bytes), CudaDriver.CreateEvent(), CudaDriver.CreateEvent(), bytes);
            Device = isStaged ? accelerator.Allocate1D<byte>(bytes) : null;
        }

        internal readonly void Free()
        {
            if (Host != 0)
            {
                CudaDriver.FreePageLocked(Host);
                CudaDriver.DestroyEvent(Arrived);
                CudaDriver.DestroyEvent(Used);
                Device?.Dispose();
            }
        }
    }
}
