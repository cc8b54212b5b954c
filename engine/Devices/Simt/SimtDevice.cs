using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Any ILGPU accelerator: CUDA, OpenCL, or ILGPU's CPU accelerator, which is a slow simulator for testing kernels.
/// Kernels are C# methods of one struct argument; they run in order on one stream and are compiled when first launched.
/// </summary>
public sealed class SimtDevice : ComputeDevice
{
    private const int ElementGroupsOnGpu = 2048;

    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly Dictionary<Delegate, Delegate> _launchers = [];

    private SimtDevice(Context context, Accelerator accelerator)
        : base(smallestChunk: 1 << 24)
    {
        _context = context;
        _accelerator = accelerator;
        _stream = accelerator.CreateStream();
        IsSimulator = accelerator.AcceleratorType == AcceleratorType.CPU;
    }

    /// <inheritdoc/>
    public override string Name => IsSimulator ? "simulator (ILGPU's CPU accelerator)" : $"{(_accelerator.AcceleratorType == AcceleratorType.Cuda ? "cuda" : "opencl")} ({_accelerator.Name})";

    /// <summary>Whether kernels run on ILGPU's CPU accelerator, one operating-system thread a simulated thread.</summary>
    public bool IsSimulator { get; }

    /// <summary>The kernels compiled so far.</summary>
    internal IEnumerable<Delegate> Kernels => _launchers.Keys;

    /// <summary>ILGPU's CPU accelerator: the very kernels that run on a GPU, checked and slow.</summary>
    public static SimtDevice Simulator()
    {
        var context = CreateContext(b => b.CPU(new CPUDevice(4, 4, 1)));
        return new SimtDevice(context, context.CreateCPUAccelerator(0));
    }

    /// <summary>A CUDA device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The device, or null where the machine has no such device.</returns>
    public static SimtDevice? TryCuda(int index = 0)
    {
        var context = CreateContext(b => b.Cuda());
        var devices = context.GetCudaDevices();
        return index < devices.Count ? new SimtDevice(context, devices[index].CreateCudaAccelerator(context)) : GiveUp(context);
    }

    /// <summary>An OpenCL device.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The device, or null where the machine has no such device.</returns>
    public static SimtDevice? TryOpenCL(int index = 0)
    {
        var context = CreateContext(b => b.OpenCL());
        var devices = context.GetCLDevices();
        return index < devices.Count ? new SimtDevice(context, devices[index].CreateCLAccelerator(context)) : GiveUp(context);
    }

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

        int group = IsSimulator ? _accelerator.MaxNumThreadsPerGroup : 256;
        int most = IsSimulator ? 1 : ElementGroupsOnGpu;
        Launch(kernel, Math.Min(most, (count + group - 1) / group), group, args);
    }

    /// <summary>Launches a kernel on an explicit grid.</summary>
    /// <typeparam name="TArgs">A struct of views and values.</typeparam>
    /// <param name="kernel">A static method.</param>
    /// <param name="groups">Number of groups, 1 or more.</param>
    /// <param name="groupSize">Threads a group; at most 16 on the simulator.</param>
    /// <param name="args">Its argument.</param>
    public void Launch<TArgs>(Action<TArgs> kernel, int groups, int groupSize, in TArgs args)
        where TArgs : struct
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (!_launchers.TryGetValue(kernel, out var launcher))
        {
            launcher = _accelerator.LoadKernel(kernel);
            _launchers.Add(kernel, launcher);
        }

        ((Action<AcceleratorStream, KernelConfig, TArgs>)launcher)(_stream, new KernelConfig(groups, groupSize), args);
    }

    /// <inheritdoc/>
    public override void Synchronize() => _stream.Synchronize();

    internal override MemoryChunk AllocateChunk(long length) => new SimtChunk(this, _accelerator.Allocate1D<float>(length));

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

    // O1 would emit generic loads and stores.
    private static Context CreateContext(Action<Context.Builder> devices) => Context.Create(b =>
    {
        b.Optimize(OptimizationLevel.O2);
        devices(b);
    });

    private static SimtDevice? GiveUp(Context context)
    {
        context.Dispose();
        return null;
    }
}
