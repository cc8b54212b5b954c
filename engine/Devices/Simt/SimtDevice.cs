using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Any ILGPU accelerator: CUDA, OpenCL, or ILGPU's CPU accelerator, which is a slow simulator for testing kernels.
/// Kernels are C# methods with one struct argument; they run in order on one stream and are compiled at their first launch.
/// </summary>
public sealed partial class SimtDevice : ComputeDevice, IDeviceMemory<ArrayView<float>>
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly Dictionary<Delegate, Delegate> _launchers = [];
    private readonly List<KernelLaunch>? _rehearsed;
    private readonly CudaUploads? _uploads;
    private readonly List<nint> _graphs = [];
    private Storage? _partials;

    internal SimtDevice(Context context, Accelerator accelerator, SimtTarget target, List<KernelLaunch>? rehearsed = null)
        : base(smallestChunk: 1 << 24)
    {
        _context = context;
        _accelerator = accelerator;
        _stream = accelerator.CreateStream();
        _uploads = _stream is CudaStream cuda ? new CudaUploads(accelerator, cuda.StreamPtr) : null;
        _rehearsed = rehearsed;
        Target = target;
    }

    internal const string SimulatorName = "simulator (ILGPU's CPU accelerator)";

    /// <inheritdoc/>
    public override string Name =>
        IsSimulator ? SimulatorName : $"{(_accelerator.AcceleratorType == AcceleratorType.Cuda ? "cuda" : "opencl")} ({_accelerator.Name})";

    /// <inheritdoc/>
    public override long FreeBytes =>
        IsSimulator
            ? HostMemory.FreeBytes : _accelerator is CudaAccelerator cuda ? cuda.GetFreeMemory() : _accelerator.MemorySize - LiveBytes;

    /// <inheritdoc/>
    public override bool SharesHostMemory => IsSimulator;

    /// <summary>The precision of products.</summary>
    internal Precision Precision => Target.HasTensorCores ? Precision.Tf32 : Precision.Fp32;

    /// <summary>Whether kernels run on ILGPU's CPU accelerator, with one operating-system thread per simulated thread.</summary>
    internal bool IsSimulator => _accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <inheritdoc/>
    internal override bool RunsKernels => _rehearsed is null;

    /// <summary>The target that kernels are laid out for.</summary>
    internal SimtTarget Target { get; }

    /// <summary>The kernels compiled so far.</summary>
    internal IEnumerable<Delegate> Kernels => _launchers.Keys;

    /// <summary>ILGPU's CPU accelerator: runs the same kernels as a GPU, checked and slow.</summary>
    /// <param name="precision">Of products; tf32 emulates tensor cores, slowly even for a simulator.</param>
    internal static SimtDevice Simulator(Precision precision = Precision.Fp32) => SimtDriver.OpenSimulator(precision);

    /// <summary>A CUDA device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="precision">Of products; tf32 is fp32 on GPUs below compute capability 8.0.</param>
    /// <returns>The device, or null if the machine has no such device.</returns>
    /// <exception cref="DeviceException">The device exists but cannot be opened.</exception>
    internal static SimtDevice? TryCuda(int index = 0, Precision precision = Precision.Tf32) => SimtDriver.Cuda.TryOpen(index, precision);

    /// <summary>An OpenCL device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The device, or null if the machine has no such device.</returns>
    /// <exception cref="DeviceException">The device exists but cannot be opened.</exception>
    internal static SimtDevice? TryOpenCL(int index = 0) => SimtDriver.OpenCL.TryOpen(index, Precision.Fp32);

    /// <summary>The device memory of a storage of this device.</summary>
    /// <param name="storage">Storage of this device.</param>
    public ArrayView<float> View(Storage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        storage.ThrowIfFreed();
        return storage is SimtStorage simt && simt.Device == this
            ? simt.View
            : throw new ArgumentException(
                $"Storage: it lives on {storage.Device.Name}, not on {Name}; copy it there first.", nameof(storage));
    }

    /// <summary>
    /// Whether rows of <paramref name="length"/> values, <paramref name="step"/> apart, can be read four at a time: a GPU faults if the
    /// address is not a multiple of 16 bytes.
    /// </summary>
    internal static bool IsWide(Storage storage, int length, int step) =>
        length % 4 == 0 && step % 4 == 0 && storage is SimtStorage simt && simt.Start % 4 == 0;

    /// <summary>Whether all of these are aligned so that a GPU can read four floats at once.</summary>
    internal static bool AreWide(params ReadOnlySpan<Storage> storages)
    {
        foreach (var storage in storages)
        {
            if (!IsWide(storage, 0, 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Room for the parts of a product, valid until the next call.</summary>
    /// <remarks>
    /// It grows but never frees the old room, because captured steps still refer to it. It grows by powers of two, so that the rooms left
    /// behind are together smaller than the one in use.
    /// </remarks>
    internal ArrayView<float> Partials(long length)
    {
        if (_partials is null || _partials.Length < length)
        {
            _partials = AllocatePersistent((int)Math.Min(int.MaxValue, BitOperations.RoundUpToPowerOf2((ulong)length)));
        }

        return View(_partials).SubView(0, length);
    }

    /// <summary>Launches a kernel that loops over elements with the grid's stride.</summary>
    /// <typeparam name="TArgs">A struct of views and values.</typeparam>
    /// <param name="kernel">A static method.</param>
    /// <param name="count">Number of elements; nothing is launched for 0.</param>
    /// <param name="args">Its argument.</param>
    public void LaunchPerElement<TArgs>(Action<TArgs> kernel, int count, in TArgs args)
        where TArgs : struct
    {
        if (count == 0)
        {
            return;
        }

        int group = Target.ElementThreads;
        Launch(kernel, Math.Min(Target.ElementGroups, ((count - 1) / group) + 1), group, args);
    }

    /// <summary>Launches a kernel on an explicit grid.</summary>
    /// <typeparam name="TArgs">A struct of views and values.</typeparam>
    /// <param name="kernel">A static method.</param>
    /// <param name="groups">Number of groups, 1 or more.</param>
    /// <param name="groupSize">Threads per group; at most 16 on the simulator.</param>
    /// <param name="args">Its argument.</param>
    /// <exception cref="DeviceException">The kernel does not compile for this device.</exception>
    public void Launch<TArgs>(Action<TArgs> kernel, int groups, int groupSize, in TArgs args)
        where TArgs : struct
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (_rehearsed is not null)
        {
            var launch = new KernelLaunch(kernel, groups, groupSize, args);
            _rehearsed.Add(launch);
            Watch?.End(launch);
            return;
        }

        ThrowIfFaulty();
        if (!_launchers.TryGetValue(kernel, out var launcher))
        {
            launcher = Compile(kernel, groupSize);
            _launchers.Add(kernel, launcher);
        }

        Watch?.Begin();
        try
        {
            ((Action<AcceleratorStream, KernelConfig, TArgs>)launcher)(_stream, new KernelConfig(groups, groupSize), args);
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Fault(e);
        }

        Watch?.End(new KernelLaunch(kernel, groups, groupSize, args));
    }

    /// <inheritdoc/>
    public override void Synchronize() => Guard(_stream.Synchronize);

    private protected override void Execute<TKernel>(in TKernel kernel) => kernel.Run(this);

    private protected override Action PrepareReplay(IKernel[] kernels)
    {
        if (_stream is not CudaStream { StreamPtr: var stream } || _rehearsed is not null)
        {
            return RunAll;
        }

        nint graph = 0;
        // A watch waits for each kernel, which ends a capture with an error.
        var watch = Watch;
        Watch = null;
        Guard(() => graph = CudaDriver.Capture(stream, RunAll));
        Watch = watch;
        _graphs.Add(graph);
        return () =>
        {
            if (Watch is null)
            {
                Guard(() => CudaDriver.LaunchGraph(graph, stream));
            }
            else
            {
                RunAll();
            }
        };

        void RunAll()
        {
            foreach (var kernel in kernels)
            {
                kernel.Run(this);
            }
        }
    }

    private Action<AcceleratorStream, KernelConfig, TArgs> Compile<TArgs>(Action<TArgs> kernel, int groupSize)
        where TArgs : struct
    {
        using var log = new CompilerLog();
        try
        {
            bool isNamed = _accelerator is CudaAccelerator;
            var method = isNamed ? new NamedMethod(kernel.Method, KernelName.InPtx(kernel.Method)) : kernel.Method;
            return _accelerator.LoadKernel<Action<AcceleratorStream, KernelConfig, TArgs>>(
                method, new KernelSpecialization(groupSize, null));
        }
        catch (Exception e) when (e is CudaException cuda && CodeOf(cuda) >= CudaError.CUDA_ERROR_ILLEGAL_ADDRESS)
        {
            throw Fault(e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            string why = log.Text.Length == 0 ? SimtDriver.FirstLine(e) : $"{SimtDriver.FirstLine(e)} ({log.Text})";
            throw new DeviceException($"Kernel {KernelName.Of(kernel.Method)} does not compile for {Name}: {why}", e);
        }
    }
}
