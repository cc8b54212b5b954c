using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>16 x 16 numbers; AVX-512.</summary>
internal unsafe struct Square16 : ISquare<Lane16>
{
    public static int Side => 16;

    public static void Transpose(float* source, nint step, int count, float* target, nint targetStep)
    {
        for (float* end = source + count; source < end; source += 16, target += 16 * targetStep)
        {
            var (a0, a1, a2, a3) = Quads(source, step);
            var (b0, b1, b2, b3) = Quads(source + (4 * step), step);
            var (c0, c1, c2, c3) = Quads(source + (8 * step), step);
            var (d0, d1, d2, d3) = Quads(source + (12 * step), step);
            Store(a0, b0, c0, d0, target, targetStep);
            Store(a1, b1, c1, d1, target + targetStep, targetStep);
            Store(a2, b2, c2, d2, target + (2 * targetStep), targetStep);
            Store(a3, b3, c3, d3, target + (3 * targetStep), targetStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddColumns(float* source, nint step, float* x, ref Lane16 sum)
    {
        var (a0, a1, a2, a3) = Quads(source, step);
        var (b0, b1, b2, b3) = Quads(source + (4 * step), step);
        var (c0, c1, c2, c3) = Quads(source + (8 * step), step);
        var (d0, d1, d2, d3) = Quads(source + (12 * step), step);
        var (r0, r4, r8, r12) = Rows(a0, b0, c0, d0);
        var (r1, r5, r9, r13) = Rows(a1, b1, c1, d1);
        var (r2, r6, r10, r14) = Rows(a2, b2, c2, d2);
        var (r3, r7, r11, r15) = Rows(a3, b3, c3, d3);
        AddFour(r0, r1, r2, r3, x, ref sum);
        AddFour(r4, r5, r6, r7, x + 4, ref sum);
        AddFour(r8, r9, r10, r11, x + 8, ref sum);
        AddFour(r12, r13, r14, r15, x + 12, ref sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour(
        Vector512<float> r0, Vector512<float> r1, Vector512<float> r2, Vector512<float> r3, float* x, ref Lane16 sum)
    {
        Lane16.AddProduct(ref sum, Lane16.Constant(x[0]), new(r0));
        Lane16.AddProduct(ref sum, Lane16.Constant(x[1]), new(r1));
        Lane16.AddProduct(ref sum, Lane16.Constant(x[2]), new(r2));
        Lane16.AddProduct(ref sum, Lane16.Constant(x[3]), new(r3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Q0, Vector512<double> Q1, Vector512<double> Q2, Vector512<double> Q3) Quads(float* source, nint step)
    {
        Vector512<float> a = Vector512.Load(source), b = Vector512.Load(source + step);
        Vector512<float> c = Vector512.Load(source + (2 * step)), d = Vector512.Load(source + (3 * step));
        Vector512<double> lowAB = Avx512F.UnpackLow(a, b).AsDouble(), lowCD = Avx512F.UnpackLow(c, d).AsDouble();
        Vector512<double> highAB = Avx512F.UnpackHigh(a, b).AsDouble(), highCD = Avx512F.UnpackHigh(c, d).AsDouble();
        return (Avx512F.UnpackLow(lowAB, lowCD), Avx512F.UnpackHigh(lowAB, lowCD),
            Avx512F.UnpackLow(highAB, highCD), Avx512F.UnpackHigh(highAB, highCD));
    }

    /// <summary>The four rows that are the 128-bit parts of four quads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> R0, Vector512<float> R4, Vector512<float> R8, Vector512<float> R12) Rows(
        Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        // Parts 0 and 2, then 1 and 3, of two quads.
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        Vector512<double> evenAB = Avx512F.Shuffle4x128(a, b, Even), evenCD = Avx512F.Shuffle4x128(c, d, Even);
        Vector512<double> oddAB = Avx512F.Shuffle4x128(a, b, Odd), oddCD = Avx512F.Shuffle4x128(c, d, Odd);
        return (Avx512F.Shuffle4x128(evenAB, evenCD, Even).AsSingle(), Avx512F.Shuffle4x128(oddAB, oddCD, Even).AsSingle(),
            Avx512F.Shuffle4x128(evenAB, evenCD, Odd).AsSingle(), Avx512F.Shuffle4x128(oddAB, oddCD, Odd).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, float* target, nint targetStep)
    {
        var (r0, r4, r8, r12) = Rows(a, b, c, d);
        r0.Store(target);
        r4.Store(target + (4 * targetStep));
        r8.Store(target + (8 * targetStep));
        r12.Store(target + (12 * targetStep));
    }
}
