using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Devices.Simd;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The CPU as people train on it: vectorised loops on host memory with AVX-512, AVX2 or NEON, whichever the processor has.
/// Work is split by shape and never by thread count, so results are the same bits with any number of threads.
/// </summary>
public sealed unsafe class SimdDevice : ComputeDevice, IDeviceMemory<HostFloats>
{
    private readonly WorkerPool _workers;
    private float* _workspace;
    private long _workspaceLength;

    /// <summary>Makes a CPU device.</summary>
    /// <param name="threads">Threads to compute with, 1 or more; 0 for one per processor.</param>
    public SimdDevice(int threads = 0)
        : base(smallestChunk: 1 << 24)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        _workers = new WorkerPool(Threads);
    }

    /// <summary>Threads that compute, the calling one included.</summary>
    public int Threads { get; }

    /// <inheritdoc/>
    public override int HostThreads => Threads;

    /// <inheritdoc/>
    public override string Name => $"cpu ({Instructions}, {Threads} {(Threads == 1 ? "thread" : "threads")})";

    /// <inheritdoc/>
    public override string Arithmetic => $"cpu ({Instructions})";

    /// <inheritdoc/>
    public override long FreeBytes => HostMemory.FreeBytes;

    /// <inheritdoc/>
    public override bool SharesHostMemory => true;

    /// <summary>The vector instructions in use.</summary>
    public static string Instructions =>
        Avx512F.IsSupported ? "AVX-512"
            : Avx2.IsSupported && Fma.IsSupported
            ? "AVX2" : AdvSimd.IsSupported ? "NEON" : Vector128.IsHardwareAccelerated ? "128-bit" : "plain";

    /// <summary>The host memory of a storage of this device.</summary>
    /// <param name="storage">Storage of this device; the pointer is valid until it is freed.</param>
    public float* Pointer(Storage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        storage.ThrowIfFreed();
        return storage is SimdStorage simd && simd.Device == this
            ? simd.Pointer
            : throw new ArgumentException(
                $"Storage: it lives on {storage.Device.Name}, not on {Name}; copy it there first.", nameof(storage));
    }

    /// <inheritdoc/>
    internal override float* HostPointer(Storage storage) => Pointer(storage);

    HostFloats IDeviceMemory<HostFloats>.View(Storage storage) => new(Pointer(storage));

    /// <summary>
    /// Runs <paramref name="body"/> for every index below <paramref name="count"/> on all threads, in no fixed order, and waits.
    /// </summary>
    /// <typeparam name="TBody">A struct, so that the loop is compiled for it and nothing is allocated.</typeparam>
    /// <param name="count">Number of pieces of work; choose it by shape, not by <see cref="Threads"/>.</param>
    /// <param name="body">Writes disjoint results for different indices; it must not throw.</param>
    public void For<TBody>(int count, ref TBody body)
        where TBody : struct, IParallelBody => _workers.For(count, ref body);

    /// <summary>Working memory for one kernel, shared by its threads and kept from kernel to kernel.</summary>
    /// <param name="length">Number of floats; the memory is valid until the next call.</param>
    internal float* Workspace(long length)
    {
        if (length > _workspaceLength)
        {
            NativeMemory.AlignedFree(_workspace);
            _workspace = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
            _workspaceLength = length;
        }

        return _workspace;
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    internal override MemoryChunk AllocateChunk(long length)
    {
        try
        {
            return new SimdChunk(this, length);
        }
        catch (OutOfMemoryException e)
        {
            throw new InsufficientMemoryException(
                $"Device: {Name} has no {length * sizeof(float) / 1e6:F0} MB left: {LiveBytes / 1e6:F0} MB are in use by this program; "
                + "halve the batch size, or make pictures or model smaller.", e);
        }
    }

    private protected override void Execute<TKernel>(in TKernel kernel)
    {
        if (Watch is null)
        {
            kernel.Run(this);
        }
        else
        {
            RunWatched(kernel, Watch);
        }
    }

    private protected override Action PrepareReplay(IKernel[] kernels) => () =>
    {
        foreach (var kernel in kernels)
        {
            if (Watch is null)
            {
                kernel.Run(this);
            }
            else
            {
                RunWatched(kernel, Watch);
            }
        }
    };

    private void RunWatched(IKernel kernel, KernelWatch watch)
    {
        watch.Begin();
        kernel.Run(this);
        watch.End(kernel);
    }

    private protected override void CopyFromHost(ReadOnlySpan<byte> source, Storage target) =>
        source.CopyTo(new Span<byte>(Pointer(target), source.Length));

    private protected override void CopyToHost(Storage source, Span<byte> target) =>
        new ReadOnlySpan<byte>(Pointer(source), target.Length).CopyTo(target);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _workers.Dispose();
        NativeMemory.AlignedFree(_workspace);
        _workspace = null;
        _workspaceLength = 0;
        base.Dispose(disposing);
    }
}
