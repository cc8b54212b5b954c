using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>8 x 8 numbers; AVX2.</summary>
internal unsafe struct Square8 : ISquare<Lane8>
{
    /// <summary>The lower or the upper 128 bits of two vectors.</summary>
    private const byte Lower = 0x20, Upper = 0x31;

    public static int Side => 8;

    public static void Transpose(float* source, nint step, int count, float* target, nint targetStep)
    {
        for (float* end = source + count; source < end; source += 8, target += 8 * targetStep)
        {
            var (a0, a1, a2, a3) = Quads(source, step);
            var (b0, b1, b2, b3) = Quads(source + (4 * step), step);
            Store(a0, b0, target, targetStep);
            Store(a1, b1, target + targetStep, targetStep);
            Store(a2, b2, target + (2 * targetStep), targetStep);
            Store(a3, b3, target + (3 * targetStep), targetStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddColumns(float* source, nint step, float* x, ref Lane8 sum)
    {
        var (a0, a1, a2, a3) = Quads(source, step);
        var (b0, b1, b2, b3) = Quads(source + (4 * step), step);
        Add(a0, b0, Lower, x[0], ref sum);
        Add(a1, b1, Lower, x[1], ref sum);
        Add(a2, b2, Lower, x[2], ref sum);
        Add(a3, b3, Lower, x[3], ref sum);
        Add(a0, b0, Upper, x[4], ref sum);
        Add(a1, b1, Upper, x[5], ref sum);
        Add(a2, b2, Upper, x[6], ref sum);
        Add(a3, b3, Upper, x[7], ref sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<double> a, Vector256<double> b, [ConstantExpected] byte part, float x, ref Lane8 sum) =>
        Lane8.AddProduct(ref sum, Lane8.Constant(x), new(Avx.Permute2x128(a, b, part).AsSingle()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Q0, Vector256<double> Q1, Vector256<double> Q2, Vector256<double> Q3) Quads(float* source, nint step)
    {
        Vector256<float> a = Vector256.Load(source), b = Vector256.Load(source + step);
        Vector256<float> c = Vector256.Load(source + (2 * step)), d = Vector256.Load(source + (3 * step));
        Vector256<double> lowAB = Avx.UnpackLow(a, b).AsDouble(), lowCD = Avx.UnpackLow(c, d).AsDouble();
        Vector256<double> highAB = Avx.UnpackHigh(a, b).AsDouble(), highCD = Avx.UnpackHigh(c, d).AsDouble();
        return (Avx.UnpackLow(lowAB, lowCD), Avx.UnpackHigh(lowAB, lowCD), Avx.UnpackLow(highAB, highCD),
            Avx.UnpackHigh(highAB, highCD));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<double> a, Vector256<double> b, float* target, nint targetStep)
    {
        Avx.Permute2x128(a, b, Lower).AsSingle().Store(target);
        Avx.Permute2x128(a, b, Upper).AsSingle().Store(target + (4 * targetStep));
    }
}
