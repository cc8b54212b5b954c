using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>The CUDA driver's library, which ILGPU loads by itself and whose absence it does not report.</summary>
internal static class CudaDriver
{
    /// <summary>Why there is no CUDA device, where there is none.</summary>
    internal static string WhyNone() => IsInstalled() ? "no CUDA device that the driver can use" : "no CUDA driver";

    private static bool IsInstalled()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint handle))
        {
            return false;
        }

        NativeLibrary.Free(handle);
        return true;
    }
}
