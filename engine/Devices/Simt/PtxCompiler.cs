using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>ILGPU's PTX backend without a GPU. A failed compile leaves it unusable: only the first error tells something.</summary>
internal sealed class PtxCompiler : IDisposable
{
    /// <summary>The newest instruction set that ptxas 11.8 knows; the text for later ones differs in its version line only.</summary>
    private static readonly CudaInstructionSet s_instructionSet = CudaInstructionSet.ISA_78;

    private readonly Context _context = Context.Create(SimtDriver.Configure);
    private readonly PTXBackend _backend;

    internal PtxCompiler(CudaArchitecture architecture) =>
        _backend = new PTXBackend(_context, new CudaCapabilityContext(architecture), architecture, s_instructionSet, null);

    /// <summary>For compute capability 8.0, and what came after it.</summary>
    internal static PtxCompiler OfAmpere() => new(CudaArchitecture.SM_80);

    /// <summary>The PTX of a kernel, with the launch's group size as its bound (0 for none), as on a CUDA device.</summary>
    internal string Compile(in KernelLaunch launch)
    {
        var bounds = launch.GroupSize == 0 ? default : new KernelSpecialization(launch.GroupSize, null);
        var compiled = (PTXCompiledKernel)_backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(launch.Kernel.Method), bounds);
        return compiled.PTXAssembly;
    }

    public void Dispose()
    {
        _backend.Dispose();
        _context.Dispose();
    }
}
