using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine.Devices.Simd;

/// <summary>Working memory of one thread, kept from kernel to kernel, so that packing allocates nothing in a steady step.</summary>
internal static unsafe class ThreadScratch
{
    [ThreadStatic]
    private static float* t_memory;

    [ThreadStatic]
    private static nuint t_length;

    /// <summary>At least <paramref name="length"/> floats, 64-byte aligned; valid until the next call on this thread.</summary>
    internal static float* Get(long length)
    {
        if ((nuint)length > t_length)
        {
            Release();
            t_memory = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
            t_length = (nuint)length;
        }

        return t_memory;
    }

    internal static void Release()
    {
        NativeMemory.AlignedFree(t_memory);
        t_memory = null;
        t_length = 0;
    }
}
