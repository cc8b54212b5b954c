using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Profiling;

namespace ILGpuAutoencoders.Engine;

/// <summary>One kernel as a step runs it: on the CPU an operation with its operands, on a GPU a launch.</summary>
public sealed class KernelUse
{
    private readonly object _kernel;

    internal KernelUse(object kernel, double seconds)
    {
        _kernel = kernel;
        Seconds = seconds;
        var launch = kernel as KernelLaunch?;
        Name = launch is { } found ? KernelName.Of(found.Kernel.Method) : KernelName.Of(kernel.GetType());
        Source = KernelSource.Of(kernel);
        Operations = KernelWork.Operations(kernel);
        Bytes = KernelWork.Bytes(launch is null ? kernel : launch.Value.Args!);
        (Groups, GroupSize) = launch is null ? (0, 0) : (launch.Value.Groups, launch.Value.GroupSize);
    }

    /// <summary>Its name with type arguments: ConvForward&lt;Relu&gt;.</summary>
    public string Name { get; }

    /// <summary>Its C# file, from the folder of the storey on; null where there are no symbols beside the assembly.</summary>
    public string? Source { get; }

    /// <summary>Floating-point operations of the plain algorithm; 0 for all but products, which their bytes bound.</summary>
    public double Operations { get; }

    /// <summary>Bytes of its operands, each moved once, or twice where it is read and written.</summary>
    public double Bytes { get; }

    /// <summary>Its median time; 0 if it was laid out only.</summary>
    public double Seconds { get; }

    /// <summary>Groups of threads that are launched; 0 on the CPU.</summary>
    public int Groups { get; }

    /// <summary>Threads of a group; 0 on the CPU.</summary>
    public int GroupSize { get; }

    /// <summary>Its PTX, compiled without a GPU for compute capability 8.0.</summary>
    /// <exception cref="InvalidOperationException">It is a kernel of the CPU.</exception>
    public string Ptx()
    {
        if (_kernel is not KernelLaunch launch)
        {
            throw new InvalidOperationException($"KernelUse: {Name} ran on the CPU and has no PTX; lay the step out for cuda.");
        }

        // A failed compile leaves a context unusable, so each kernel gets its own.
        using var compiler = PtxCompiler.OfAmpere();
        return compiler.Compile(launch);
    }

    /// <summary>Registers a thread, and bytes of shared memory a group, by <c>ptxas</c>.</summary>
    /// <param name="ptx">What <see cref="Ptx"/> gave.</param>
    /// <returns>Null where it is neither in $PTXAS nor on the PATH.</returns>
    /// <exception cref="DeviceException">It rejects the kernel.</exception>
    public static (int Registers, int SharedBytes)? Assemble(string ptx)
    {
        if (Ptxas.Path is null)
        {
            return null;
        }

        string report = Ptxas.Assemble(ptx, "sm_90");
        return (Ptxas.Registers(report), Ptxas.SharedBytes(report));
    }
}
