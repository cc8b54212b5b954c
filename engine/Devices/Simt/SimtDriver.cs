using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>One kind of accelerator driver: finds and opens its devices.</summary>
internal sealed class SimtDriver
{
    internal static readonly SimtDriver Cuda = new("cuda", AcceleratorType.Cuda, SimtTarget.OfCuda, b => b.Cuda()),
    OpenCL = new("opencl", AcceleratorType.OpenCL, (_, _) => SimtTarget.OpenCL, b => b.OpenCL());

    // A simulated thread is an operating-system thread, and every launch wakes all threads of a group.
    private const int WarpOfSimulator = 4, ThreadsOfSimulator = 16;

    private readonly string _kind;
    private readonly AcceleratorType _type;
    private readonly Func<Device, Precision, SimtTarget> _target;
    private readonly Action<Context.Builder> _register;

    private SimtDriver(string kind, AcceleratorType type, Func<Device, Precision, SimtTarget> target, Action<Context.Builder> register)
    {
        _kind = kind;
        _type = type;
        _target = target;
        _register = register;
    }

    internal static SimtDevice OpenSimulator(Precision precision) =>
        precision == Precision.Tf32 ? OpenSimulator(SimtTarget.TensorSimulator, TensorCore.Lanes, 1)
            : OpenSimulator(SimtTarget.Simulator, WarpOfSimulator, ThreadsOfSimulator / WarpOfSimulator);

    /// <summary>A simulator with groups of the given number of warps.</summary>
    internal static SimtDevice OpenSimulator(SimtTarget target, int warp, int warps, List<KernelLaunch>? rehearsed = null)
    {
        var context = CreateContext(b => b.CPU(new CPUDevice(warp, warps, 1)));
        return new SimtDevice(context, context.CreateCPUAccelerator(0), target, rehearsed);
    }

    /// <summary>A device that has memory and lays out its launches for a target, but records them instead of running them.</summary>
    internal static SimtDevice OpenRehearsal(SimtTarget target, List<KernelLaunch> rehearsed) =>
        OpenSimulator(target, WarpOfSimulator, 1, rehearsed);

    internal IReadOnlyList<DeviceDescription> List()
    {
        using var context = CreateContext(_register);
        return [.. Find(context).Select((d, i) => new DeviceDescription($"{_kind}:{i}", $"{_kind} ({d.Name})", d.MemorySize))];
    }

    /// <summary>The device with this number, or null if there is none.</summary>
    internal SimtDevice? TryOpen(int index, Precision precision)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var context = CreateContext(_register);
        if (Find(context).ElementAtOrDefault(index) is not { } found)
        {
            context.Dispose();
            return null;
        }

        try
        {
            return new SimtDevice(context, found.CreateAccelerator(context), _target(found, precision));
        }
        catch (Exception e) when (e is AcceleratorException or CudaFault or NotSupportedException or DllNotFoundException
            or EntryPointNotFoundException)
        {
            context.Dispose();
            string reason = FirstLine(e);
            throw new DeviceException(
                $"Device: {_kind}:{index} cannot be opened ({reason}); choose cpu, or repair its driver.", e)
            { Reason = reason };
        }
    }

    /// <summary>The message of the innermost exception, which is what went wrong first.</summary>
    internal static string FirstLine(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message.Split('\n')[0].Trim();
    }

    /// <summary>
    /// Settings that every context needs: O1 would emit generic loads and stores, and without Algorithms a GPU has no e^x.
    /// </summary>
    internal static void Configure(Context.Builder builder) =>
        PtxIntrinsics.Register(builder.Optimize(OptimizationLevel.O2).EnableAlgorithms());

    // A context that finds no device falls back to ILGPU's CPU accelerator.
    private IEnumerable<Device> Find(Context context) => context.Devices.Where(d => d.AcceleratorType == _type);

    private static Context CreateContext(Action<Context.Builder> devices)
    {
        CudaDriver.ResolveLibraries();
        return Context.Create(b =>
        {
            Configure(b);
            devices(b);
        });
    }
}
