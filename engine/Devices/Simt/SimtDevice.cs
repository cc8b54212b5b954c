using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

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

    internal SimtDevice(Context context, Accelerator accelerator, SimtTarget target, List<KernelLaunch>? rehearsed = null)
        : base(smallestChunk: 1 << 24)
    {
        _context = context;
        _accelerator = accelerator;
        _stream = accelerator.CreateStream();
        _rehearsed = rehearsed;
        Target = target;
    }

    internal const string SimulatorName = "simulator (ILGPU's CPU accelerator)";

    /// <inheritdoc/>
    public override string Name => IsSimulator ? SimulatorName : $"{(_accelerator.AcceleratorType == AcceleratorType.Cuda ? "cuda" : "opencl")} ({_accelerator.Name})";

    /// <summary>Whether kernels run on ILGPU's CPU accelerator, one operating-system thread a simulated thread.</summary>
    public bool IsSimulator => _accelerator.AcceleratorType == AcceleratorType.CPU;

    /// <summary>What the kernels are laid out for.</summary>
    internal SimtTarget Target { get; }

    /// <summary>The kernels compiled so far.</summary>
    internal IEnumerable<Delegate> Kernels => _launchers.Keys;

    /// <summary>ILGPU's CPU accelerator: the very kernels that run on a GPU, checked and slow.</summary>
    public static SimtDevice Simulator() => SimtDriver.OpenSimulator();

    /// <summary>A CUDA device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The device, or null where the machine has no such device.</returns>
    /// <exception cref="DeviceException">The device is there and does not open.</exception>
    public static SimtDevice? TryCuda(int index = 0) => SimtDriver.Cuda.TryOpen(index);

    /// <summary>An OpenCL device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The device, or null where the machine has no such device.</returns>
    /// <exception cref="DeviceException">The device is there and does not open.</exception>
    public static SimtDevice? TryOpenCL(int index = 0) => SimtDriver.OpenCL.TryOpen(index);

    /// <summary>The device memory of a storage of this device.</summary>
    /// <param name="storage">Storage of this device.</param>
    public ArrayView<float> View(Storage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return storage is SimtStorage simt && simt.Device == this
            ? simt.View
            : throw new ArgumentException($"Storage: it lives on {storage.Device.Name}, not on {Name}; copy it there first.", nameof(storage));
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

        ((Action<AcceleratorStream, KernelConfig, TArgs>)launcher)(_stream, new KernelConfig(groups, groupSize), args);
    }

    /// <inheritdoc/>
    public override void Synchronize() => _stream.Synchronize();

    internal override MemoryChunk AllocateChunk(long length)
    {
        try
        {
            return new SimtChunk(this, _accelerator.Allocate1D<float>(length));
        }
        catch (Exception e) when (e is AcceleratorException or OutOfMemoryException or OverflowException)
        {
            throw new InsufficientMemoryException($"Device: {Name} has no {length * sizeof(float) / 1e6:F0} MB left of its {_accelerator.MemorySize / 1e6:F0} MB; use a smaller batch or model.", e);
        }
    }

    private protected override void Execute<TKernel>(in TKernel kernel) => kernel.Run(this);

    private protected override void ReplayAll(IKernel[] kernels)
    {
        foreach (var kernel in kernels)
        {
            kernel.Run(this);
        }
    }

    private protected override void CopyFromHost(ReadOnlySpan<byte> source, Storage target)
    {
        View(target).Cast<byte>().SubView(0, source.Length).CopyFromCPU(_stream, source);
        _stream.Synchronize();
    }

    private protected override void CopyToHost(Storage source, Span<byte> target)
    {
        View(source).Cast<byte>().SubView(0, target.Length).CopyToCPU(_stream, target);
        _stream.Synchronize();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _stream.Dispose();
            _accelerator.Dispose();
            _context.Dispose();
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
