using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>One way to reach accelerators: finds and opens those that it sees.</summary>
internal sealed class SimtDriver
{
    internal static readonly SimtDriver Cuda = new("cuda", AcceleratorType.Cuda, SimtTarget.OfCuda, b => b.Cuda()),
    OpenCL = new("opencl", AcceleratorType.OpenCL, (_, _) => SimtTarget.OpenCL, b => b.OpenCL());

    // A simulated thread is a thread of the operating system, and every launch wakes all of a group's.
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

    /// <summary>A simulator of groups of some warps.</summary>
    internal static SimtDevice OpenSimulator(SimtTarget target, int warp, int warps, List<KernelLaunch>? rehearsed = null)
    {
        var context = CreateContext(b => b.CPU(new CPUDevice(warp, warps, 1)));
        return new SimtDevice(context, context.CreateCPUAccelerator(0), target, rehearsed);
    }

    /// <summary>A device that has memory and lays its launches out for a target, but notes them instead of making them.</summary>
    internal static SimtDevice OpenRehearsal(SimtTarget target, List<KernelLaunch> rehearsed) =>
        OpenSimulator(target, WarpOfSimulator, 1, rehearsed);

    internal IReadOnlyList<DeviceDescription> List()
    {
        using var context = CreateContext(_register);
        return [.. Find(context).Select((d, i) => new DeviceDescription($"{_kind}:{i}", $"{_kind} ({d.Name})", d.MemorySize))];
    }

    /// <summary>The device with this number, or null where there is none.</summary>
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
                $"Device: {_kind}:{index} does not open ({reason}); choose cpu, or mend its driver.", e)
            { Reason = reason };
        }
    }

    /// <summary>What the innermost exception says, which is what went wrong first.</summary>
    internal static string FirstLine(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message.Split('\n')[0].Trim();
    }

    /// <summary>What every context needs: O1 would emit generic loads and stores, and without Algorithms a GPU has no e^x.</summary>
    internal static void Configure(Context.Builder builder) =>
        PtxIntrinsics.Register(builder.Optimize(OptimizationLevel.O2).EnableAlgorithms());

    // A context that finds no device gives itself ILGPU's CPU accelerator.
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
