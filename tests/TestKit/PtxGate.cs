using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>Compiles single kernels to PTX without a GPU.</summary>
public static class PtxGate
{
    /// <summary>The PTX text of a kernel. A failed compile leaves its context unusable, so each kernel gets its own.</summary>
    public static string Compile(Delegate kernel, CudaArchitecture architecture)
    {
        using var compiler = new PtxCompiler(architecture);
        return compiler.Compile(new KernelLaunch(kernel, 1, 0));
    }
}
