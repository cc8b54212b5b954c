using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>A lane of 4 floats: NEON, or the plain 128-bit form.</summary>
internal struct Lane4(Vector128<float> value) : IHostLane<Lane4>
{
    private Vector128<float> _value = value;

    internal readonly Vector128<float> Vector => _value;

    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Constant(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane4 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Lane4 value, float* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 OfFours<TFours>(TFours sequence, int i)
        where TFours : struct, IFours
    {
        var (x, y, z, w) = sequence.Four((uint)i >> 2);
        return new(Vector128.Create(x, y, z, w));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator +(Lane4 a, Lane4 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator -(Lane4 a, Lane4 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator *(Lane4 a, Lane4 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator /(Lane4 a, Lane4 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Lane4 sum, Lane4 a, Lane4 b) =>
        sum._value = Vector128.MultiplyAddEstimate(a._value, b._value, sum._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Max(Lane4 a, Lane4 b) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(a._value, b._value), a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Min(Lane4 a, Lane4 b) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a._value, b._value), a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Abs(Lane4 a) => new(Vector128.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Sqrt(Lane4 a) => new(Vector128.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Exp(Lane4 a) => new(Vector128.Exp(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Log(Lane4 a) => new(Vector128.Log(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 WhereGreater(Lane4 a, Lane4 b, Lane4 then, Lane4 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane4 value) => Vector128.Sum(value._value);
}
