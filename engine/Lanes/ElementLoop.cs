using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>The body of an element-wise loop that runs only on the CPU: handles the elements from i on that one lane holds.</summary>
internal interface IElementBody
{
    void Invoke<T>(int i)
        where T : struct, IHostLane<T>;
}

/// <summary>
/// The one element-wise loop of Simd: pieces of a fixed size over all threads, the widest lane first, single floats at the end.
/// </summary>
internal static class ElementLoop
{
    /// <summary>Fixed, and a multiple of every width: which lane handles an element must not depend on the thread count.</summary>
    private const int Piece = 1 << 14;

    internal static void Run<TBody>(SimdDevice device, int count, ref TBody body)
        where TBody : struct, IElementBody
    {
        var pieces = new Pieces<TBody> { Body = body, Count = count };
        device.For((count + Piece - 1) / Piece, ref pieces);
    }

    /// <summary>Handles the elements [start, end) on the calling thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Range<TBody>(ref TBody body, int start, int end)
        where TBody : struct, IElementBody
    {
        int i = Avx512F.IsSupported ? Full<TBody, Lane16>(ref body, start, end)
            : Avx2.IsSupported ? Full<TBody, Lane8>(ref body, start, end)
            : Full<TBody, Lane4>(ref body, start, end);
        Full<TBody, ScalarLane>(ref body, i, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Full<TBody, T>(ref TBody body, int i, int end)
        where TBody : struct, IElementBody
        where T : struct, IHostLane<T>
    {
        for (; i <= end - T.Width; i += T.Width)
        {
            body.Invoke<T>(i);
        }

        return i;
    }

    private struct Pieces<TBody> : IParallelBody
        where TBody : struct, IElementBody
    {
        internal TBody Body;
        internal int Count;

        public void Invoke(int index)
        {
            // A copy on the stack lets the compiler keep the operands in registers.
            var body = Body;
            Range(ref body, index * Piece, Math.Min(Count, (index + 1) * Piece));
        }
    }
}
