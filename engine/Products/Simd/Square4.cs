using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>4 x 4 numbers; any processor.</summary>
internal unsafe struct Square4 : ISquare
{
    public static int Side => 4;

    public static void Transpose(float* source, nint step, int count, float* target, nint targetStep)
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
