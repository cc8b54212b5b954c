using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// Transposes columns of numbers square by square, in registers: target[k, n] = source[n · step + k], for as many n as a vector has
/// elements. Four rows are interleaved to quads, whose 128-bit parts are then exchanged.
/// </summary>
internal static unsafe class Squares
{
    /// <summary>The lower or the upper 128 bits of two vectors.</summary>
    private const byte Lower = 0x20, Upper = 0x31;

    /// <summary>16 rows of the source; AVX-512.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="step">Floats from row to row.</param>
    /// <param name="count">Values of a row, a multiple of 16.</param>
    /// <param name="target">The first row of the result.</param>
    /// <param name="targetStep">Floats from row to row of the result.</param>
    internal static void Transpose16(float* source, nint step, int count, float* target, nint targetStep)
    {
        for (float* end = source + count; source < end; source += 16, target += 16 * targetStep)
        {
            var (a0, a1, a2, a3) = Quads512(source, step);
            var (b0, b1, b2, b3) = Quads512(source + (4 * step), step);
            var (c0, c1, c2, c3) = Quads512(source + (8 * step), step);
            var (d0, d1, d2, d3) = Quads512(source + (12 * step), step);
            Store512(a0, b0, c0, d0, target, targetStep);
            Store512(a1, b1, c1, d1, target + targetStep, targetStep);
            Store512(a2, b2, c2, d2, target + (2 * targetStep), targetStep);
            Store512(a3, b3, c3, d3, target + (3 * targetStep), targetStep);
        }
    }

    /// <summary>8 rows of the source, otherwise like <see cref="Transpose16"/>; AVX2.</summary>
    internal static void Transpose8(float* source, nint step, int count, float* target, nint targetStep)
    {
        for (float* end = source + count; source < end; source += 8, target += 8 * targetStep)
        {
            var (a0, a1, a2, a3) = Quads256(source, step);
            var (b0, b1, b2, b3) = Quads256(source + (4 * step), step);
            Store256(a0, b0, target, targetStep);
            Store256(a1, b1, target + targetStep, targetStep);
            Store256(a2, b2, target + (2 * targetStep), targetStep);
            Store256(a3, b3, target + (3 * targetStep), targetStep);
        }
    }

    /// <summary>4 rows of the source, otherwise like <see cref="Transpose16"/>.</summary>
    internal static void Transpose4(float* source, nint step, int count, float* target, nint targetStep)
    {
        for (float* end = source + count; source < end; source += 4, target += 4 * targetStep)
        {
            Vector128<float> a = Vector128.Load(source), b = Vector128.Load(source + step);
            Vector128<float> c = Vector128.Load(source + (2 * step)), d = Vector128.Load(source + (3 * step));
            Vector128<double> ab = InterleaveLower(a, b).AsDouble(), cd = InterleaveLower(c, d).AsDouble();
            Vector128.Create(ab.GetLower(), cd.GetLower()).AsSingle().Store(target);
            Vector128.Create(ab.GetUpper(), cd.GetUpper()).AsSingle().Store(target + targetStep);
            (ab, cd) = (InterleaveUpper(a, b).AsDouble(), InterleaveUpper(c, d).AsDouble());
            Vector128.Create(ab.GetLower(), cd.GetLower()).AsSingle().Store(target + (2 * targetStep));
            Vector128.Create(ab.GetUpper(), cd.GetUpper()).AsSingle().Store(target + (3 * targetStep));
        }
    }

    /// <summary>sum + x[0] · s[:, 0] + ... + x[15] · s[:, 15] for 16 rows s of 16 values, one after the other; AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> AddColumns16(float* source, nint step, float* x, Vector512<float> sum)
    {
        var (a0, a1, a2, a3) = Quads512(source, step);
        var (b0, b1, b2, b3) = Quads512(source + (4 * step), step);
        var (c0, c1, c2, c3) = Quads512(source + (8 * step), step);
        var (d0, d1, d2, d3) = Quads512(source + (12 * step), step);
        var (r0, r4, r8, r12) = Rows512(a0, b0, c0, d0);
        var (r1, r5, r9, r13) = Rows512(a1, b1, c1, d1);
        var (r2, r6, r10, r14) = Rows512(a2, b2, c2, d2);
        var (r3, r7, r11, r15) = Rows512(a3, b3, c3, d3);
        sum = AddFour512(r0, r1, r2, r3, x, sum);
        sum = AddFour512(r4, r5, r6, r7, x + 4, sum);
        sum = AddFour512(r8, r9, r10, r11, x + 8, sum);
        return AddFour512(r12, r13, r14, r15, x + 12, sum);
    }

    /// <summary>The same for 8 rows of 8 values; AVX2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> AddColumns8(float* source, nint step, float* x, Vector256<float> sum)
    {
        var (a0, a1, a2, a3) = Quads256(source, step);
        var (b0, b1, b2, b3) = Quads256(source + (4 * step), step);
        sum = AddOne256(a0, b0, Lower, x[0], sum);
        sum = AddOne256(a1, b1, Lower, x[1], sum);
        sum = AddOne256(a2, b2, Lower, x[2], sum);
        sum = AddOne256(a3, b3, Lower, x[3], sum);
        sum = AddOne256(a0, b0, Upper, x[4], sum);
        sum = AddOne256(a1, b1, Upper, x[5], sum);
        sum = AddOne256(a2, b2, Upper, x[6], sum);
        return AddOne256(a3, b3, Upper, x[7], sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddFour512(
        Vector512<float> r0, Vector512<float> r1, Vector512<float> r2, Vector512<float> r3, float* x, Vector512<float> sum)
    {
        sum = Avx512F.FusedMultiplyAdd(Vector512.Create(x[0]), r0, sum);
        sum = Avx512F.FusedMultiplyAdd(Vector512.Create(x[1]), r1, sum);
        sum = Avx512F.FusedMultiplyAdd(Vector512.Create(x[2]), r2, sum);
        return Avx512F.FusedMultiplyAdd(Vector512.Create(x[3]), r3, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> AddOne256(
        Vector256<double> a, Vector256<double> b, [ConstantExpected] byte part, float x, Vector256<float> sum) =>
        Fma.MultiplyAdd(Vector256.Create(x), Avx.Permute2x128(a, b, part).AsSingle(), sum);

    /// <summary>Of four rows: quad j has the values 4 i + j of all rows in its i-th 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Q0, Vector512<double> Q1, Vector512<double> Q2, Vector512<double> Q3) Quads512(
        float* source, nint step)
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
    private static (Vector512<float> R0, Vector512<float> R4, Vector512<float> R8, Vector512<float> R12) Rows512(
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
    private static void Store512(
        Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, float* target, nint targetStep)
    {
        var (r0, r4, r8, r12) = Rows512(a, b, c, d);
        r0.Store(target);
        r4.Store(target + (4 * targetStep));
        r8.Store(target + (8 * targetStep));
        r12.Store(target + (12 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Q0, Vector256<double> Q1, Vector256<double> Q2, Vector256<double> Q3) Quads256(
        float* source, nint step)
    {
        Vector256<float> a = Vector256.Load(source), b = Vector256.Load(source + step);
        Vector256<float> c = Vector256.Load(source + (2 * step)), d = Vector256.Load(source + (3 * step));
        Vector256<double> lowAB = Avx.UnpackLow(a, b).AsDouble(), lowCD = Avx.UnpackLow(c, d).AsDouble();
        Vector256<double> highAB = Avx.UnpackHigh(a, b).AsDouble(), highCD = Avx.UnpackHigh(c, d).AsDouble();
        return (Avx.UnpackLow(lowAB, lowCD), Avx.UnpackHigh(lowAB, lowCD), Avx.UnpackLow(highAB, highCD),
            Avx.UnpackHigh(highAB, highCD));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store256(Vector256<double> a, Vector256<double> b, float* target, nint targetStep)
    {
        Avx.Permute2x128(a, b, Lower).AsSingle().Store(target);
        Avx.Permute2x128(a, b, Upper).AsSingle().Store(target + (4 * targetStep));
    }

    /// <summary>(a[0], b[0], a[1], b[1]).</summary>
    private static Vector128<float> InterleaveLower(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>(a[2], b[2], a[3], b[3]).</summary>
    private static Vector128<float> InterleaveUpper(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
