using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine;

/// <summary>Memory, copies, and failures of the driver.</summary>
public sealed partial class SimtDevice
{
    private DeviceException? _fault;

    internal override MemoryChunk AllocateChunk(long length)
    {
        ThrowIfFaulty();
        try
        {
            return new SimtChunk(this, _accelerator.Allocate1D<float>(length));
        }
        catch (Exception e) when (e is OverflowException or OutOfMemoryException or CLException || IsOutOfMemory(e))
        {
            throw OutOfMemory(length * sizeof(float), e);
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Fault(e);
        }
    }

    private protected override void CopyFromHost(ReadOnlySpan<byte> source, Storage target)
    {
        ThrowIfFaulty();
        try
        {
            var view = View(target).Cast<byte>().SubView(0, source.Length);
            if (_uploads is null)
            {
                view.CopyFromCPU(_stream, source);
                _stream.Synchronize();
            }
            else if (source.Length > 0)
            {
                _uploads.Upload(source, view.LoadEffectiveAddressAsPtr());
            }
        }
        catch (Exception e) when (IsOutOfMemory(e))
        {
            throw OutOfMemory(source.Length, e);
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Fault(e);
        }
    }

    private protected override void CopyToHost(Storage source, Span<byte> target)
    {
        ThrowIfFaulty();
        try
        {
            View(source).Cast<byte>().SubView(0, target.Length).CopyToCPU(_stream, target);
            _stream.Synchronize();
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Fault(e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        try
        {
            base.Dispose(disposing);
            if (disposing)
            {
                _graphs.ForEach(CudaDriver.DestroyGraph);
                _uploads?.Dispose();
                _stream.Dispose();
                _accelerator.Dispose();
                _context.Dispose();
            }
        }
        catch (Exception e) when (IsFault(e))
        {
            // After a fault the driver refuses even to free. The fault was reported when it happened, and all results have been read by
            // now.
        }
    }

    private static bool IsFault(Exception error) => error is AcceleratorException or CudaFault;

    private static bool IsOutOfMemory(Exception error) =>
        error is CudaFault { IsOutOfMemory: true } || (error is CudaException cuda && CodeOf(cuda) == CudaError.CUDA_ERROR_OUT_OF_MEMORY);

    // ILGPU keeps only the name of the error code.
    private static CudaError CodeOf(CudaException error) =>
        Enum.TryParse(error.Error, out CudaError code) ? code : CudaError.CUDA_ERROR_UNKNOWN;

    /// <summary>Not a fault: earlier allocations stay usable.</summary>
    private InsufficientMemoryException OutOfMemory(long bytes, Exception error) => new(
        $"Device: {Name} has no {bytes / 1e6:F1} MB left: {LiveBytes / 1e6:F0} MB of its {_accelerator.MemorySize / 1e6:F0} MB are in use "
        + "by this program; halve the batch size, or make pictures or model smaller.", error);

    private void Guard(Action work)
    {
        ThrowIfFaulty();
        try
        {
            work();
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Fault(e);
        }
    }

    /// <summary>A fault leaves a device unusable, and later failures are its consequence: report the first error.</summary>
    private DeviceException Fault(Exception error) =>
        _fault ??= new DeviceException(
            $"Device: {Name} failed: {SimtDriver.FirstLine(error)}; resume from the last checkpoint, and check the driver's log "
            + "if it happens again.", error);

    private void ThrowIfFaulty()
    {
        if (_fault is not null)
        {
            throw _fault;
        }
    }
}
