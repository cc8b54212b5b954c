using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Any ILGPU accelerator: CUDA, OpenCL, or ILGPU's CPU accelerator, which is a slow simulator for testing kernels.
/// Kernels are C# methods of one struct argument; they run in order on one stream and are compiled when first launched.
/// </summary>
public sealed class SimtDevice : ComputeDevice
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly Dictionary<Delegate, Delegate> _launchers = [];
    private readonly List<KernelLaunch>? _rehearsed;
    private readonly CudaUploads? _uploads;
    private readonly List<nint> _graphs = [];
    private Storage? _partials;
    private DeviceException? _fault;

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
    public override string Name => IsSimulator ? SimulatorName : $"{(_accelerator.AcceleratorType == AcceleratorType.Cuda ? "cuda" : "opencl")} ({_accelerator.Name})";

    /// <summary>How products are computed.</summary>
    internal Precision Precision => Target.HasTensorCores ? Precision.Tf32 : Precision.Fp32;

    /// <summary>Whether kernels run on ILGPU's CPU accelerator, one operating-system thread a simulated thread.</summary>
    internal bool IsSimulator => _accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>What the kernels are laid out for.</summary>
    internal SimtTarget Target { get; }

    /// <summary>The kernels compiled so far.</summary>
    internal IEnumerable<Delegate> Kernels => _launchers.Keys;

    /// <summary>ILGPU's CPU accelerator: the very kernels that run on a GPU, checked and slow.</summary>
    /// <param name="precision">Of products; tf32 emulates tensor cores, slowly even for a simulator.</param>
    internal static SimtDevice Simulator(Precision precision = Precision.Fp32) => SimtDriver.OpenSimulator(precision);

    /// <summary>A CUDA device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="precision">Of products; tf32 is fp32 on GPUs below compute capability 8.0.</param>
    /// <returns>The device, or null where the machine has no such device.</returns>
    /// <exception cref="DeviceException">The device is there and does not open.</exception>
    internal static SimtDevice? TryCuda(int index = 0, Precision precision = Precision.Tf32) => SimtDriver.Cuda.TryOpen(index, precision);

    /// <summary>An OpenCL device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The device, or null where the machine has no such device.</returns>
    /// <exception cref="DeviceException">The device is there and does not open.</exception>
    internal static SimtDevice? TryOpenCL(int index = 0) => SimtDriver.OpenCL.TryOpen(index, Precision.Fp32);

    /// <summary>The device memory of a storage of this device.</summary>
    /// <param name="storage">Storage of this device.</param>
    public ArrayView<float> View(Storage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return storage is SimtStorage simt && simt.Device == this
            ? simt.View
            : throw new ArgumentException($"Storage: it lives on {storage.Device.Name}, not on {Name}; copy it there first.", nameof(storage));
    }

    /// <summary>Whether rows of <paramref name="length"/> values, <paramref name="step"/> apart, can be read four at a time: a GPU faults where an address of these is no multiple of 16 bytes.</summary>
    internal static bool IsWide(Storage storage, int length, int step) => length % 4 == 0 && step % 4 == 0 && storage is SimtStorage simt && simt.Start % 4 == 0;

    /// <summary>Room for the parts of a product, valid until the next call.</summary>
    /// <remarks>It grows, but none is ever given back: captured steps hold on to what they were captured with.</remarks>
    internal ArrayView<float> Partials(long length)
    {
        if (_partials is null || _partials.Length < length)
        {
            _partials = AllocatePersistent(checked((int)length));
        }

        return View(_partials);
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
    /// <param name="groupSize">Threads a group; at most 16 on the simulator.</param>
    /// <param name="args">Its argument.</param>
    /// <exception cref="DeviceException">The kernel does not compile for this device.</exception>
    public void Launch<TArgs>(Action<TArgs> kernel, int groups, int groupSize, in TArgs args)
        where TArgs : struct
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (_rehearsed is not null)
        {
            _rehearsed.Add(new KernelLaunch(kernel, groups, groupSize));
            return;
        }

        if (!_launchers.TryGetValue(kernel, out var launcher))
        {
            launcher = Compile(kernel, groupSize);
            _launchers.Add(kernel, launcher);
        }

        ThrowIfFaulty();
        try
        {
            ((Action<AcceleratorStream, KernelConfig, TArgs>)launcher)(_stream, new KernelConfig(groups, groupSize), args);
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Fault(e);
        }
    }

    /// <inheritdoc/>
    public override void Synchronize() => Guard(_stream.Synchronize);

    internal override MemoryChunk AllocateChunk(long length)
    {
        try
        {
            return new SimtChunk(this, _accelerator.Allocate1D<float>(length));
        }
        catch (Exception e) when (e is AcceleratorException or OutOfMemoryException or OverflowException)
        {
            long wanted = length * sizeof(float), memory = _accelerator.MemorySize;
            throw new InsufficientMemoryException(
                $"Device: {Name} has no {wanted / 1e6:F0} MB left: {LiveBytes / 1e6:F0} MB of its {memory / 1e6:F0} MB are in use by this program; halve the batch size, or make pictures or model smaller.", e);
        }
    }

    private protected override void Execute<TKernel>(in TKernel kernel) => kernel.Run(this);

    private protected override Action PrepareReplay(IKernel[] kernels)
    {
        if (_stream is not CudaStream { StreamPtr: var stream } || _rehearsed is not null)
        {
            return RunAll;
        }

        nint graph = 0;
        Guard(() => graph = CudaDriver.Capture(stream, RunAll));
        _graphs.Add(graph);
        return () => Guard(() => CudaDriver.LaunchGraph(graph, stream));

        void RunAll()
        {
            foreach (var kernel in kernels)
            {
                kernel.Run(this);
            }
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
        catch (AcceleratorException) when (_fault is not null)
        {
            // After a fault the driver refuses even to free; what went wrong was said when it did.
        }
    }

    private static bool IsFault(Exception error) => error is AcceleratorException or CudaFault;

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

    /// <summary>A fault leaves a device unusable, and what fails afterwards is a consequence: the first error is the one to tell.</summary>
    private DeviceException Fault(Exception error) =>
        _fault ??= new DeviceException($"Device: {Name} failed: {SimtDriver.FirstLine(error)}; start again from the last checkpoint, and look into the driver's log if it comes back.", error);

    private void ThrowIfFaulty()
    {
        if (_fault is not null)
        {
            throw _fault;
        }
    }

    private Action<AcceleratorStream, KernelConfig, TArgs> Compile<TArgs>(Action<TArgs> kernel, int groupSize)
        where TArgs : struct
    {
        try
        {
            return _accelerator.LoadKernel(kernel, new KernelSpecialization(groupSize, null));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new DeviceException($"Kernel {NameOf(kernel.Method)} does not compile for {Name}: {SimtDriver.FirstLine(e)}", e);
        }
    }

    /// <summary>A kernel's name for people: MatMul&lt;Relu&gt;.Kernel.</summary>
    internal static string NameOf(MethodInfo method)
    {
        return $"{NameOf(method.DeclaringType!)}.{method.Name}";

        static string NameOf(Type type) =>
            type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name;
    }
}
