using System.Runtime.CompilerServices;
using ILGPU.IR.Intrinsics;
using ILGPU.Runtime.Cuda;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>How values get from global into shared memory; those without a source become 0.</summary>
internal interface ITileCopy
{
    /// <summary>Copies four floats, 16-byte aligned on both sides.</summary>
    static abstract void Copy(ref Quad target, ref Quad source, bool isThere);

    /// <summary>Copies one float.</summary>
    static abstract void Copy(ref float target, ref float source, bool isThere);

    /// <summary>Ends a batch of copies.</summary>
    static abstract void Commit();

    /// <summary>
    /// Waits until all batches but the last <paramref name="pending"/>, 0 or 1, have arrived; a barrier of the group must follow.
    /// </summary>
    static abstract void Wait(int pending);
}

/// <summary>Loads and stores, on any device.</summary>
internal readonly struct PlainCopy : ITileCopy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref Quad target, ref Quad source, bool isThere) => target = isThere ? source : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref float target, ref float source, bool isThere) => target = isThere ? source : 0;

    public static void Commit()
    {
    }

    public static void Wait(int pending)
    {
    }
}

/// <summary>cp.async: the copy engine of NVIDIA's sm_80 and later works while the group computes.</summary>
internal readonly struct AsyncCopy : ITileCopy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref Quad target, ref Quad source, bool isThere) => Copy16(ref target, ref source, isThere ? 16 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref float target, ref float source, bool isThere) => Copy4(ref target, ref source, isThere ? 4 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Commit()
    {
        if (CudaAsm.IsSupported)
        {
            CudaAsm.Emit("cp.async.commit_group;");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Wait(int pending)
    {
        if (!CudaAsm.IsSupported)
        {
            return;
        }

        if (pending == 0)
        {
            CudaAsm.Emit("cp.async.wait_group 0;");
        }
        else
        {
            CudaAsm.Emit("cp.async.wait_group 1;");
        }
    }

    /// <summary>
    /// Copies <paramref name="bytes"/>, 0 or 16, and fills the rest of the 16 with zeros. The body is for the simulator; see
    /// <see cref="PtxIntrinsics"/>.
    /// </summary>
    [IntrinsicImplementation]
    internal static void Copy16(ref Quad target, ref Quad source, int bytes) => target = bytes == 0 ? default : source;

    /// <summary>Likewise for 4 bytes.</summary>
    [IntrinsicImplementation]
    internal static void Copy4(ref float target, ref float source, int bytes) => target = bytes == 0 ? 0 : source;
}
