using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>A lane of 8 floats: AVX2.</summary>
internal struct Lane8(Vector256<float> value) : IHostLane<Lane8>
{
    private Vector256<float> _value = value;

    internal readonly Vector256<float> Vector => _value;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Constant(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane8 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Lane8 value, float* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 OfFours<TFours>(TFours sequence, int i)
        where TFours : struct, IFours
    {
        var low = Lane4.OfFours(sequence, i);
        var high = Lane4.OfFours(sequence, i + 4);
        return new(Vector256.Create(low.Vector, high.Vector));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator +(Lane8 a, Lane8 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator -(Lane8 a, Lane8 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator *(Lane8 a, Lane8 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator /(Lane8 a, Lane8 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Lane8 sum, Lane8 a, Lane8 b) =>
        sum._value = Vector256.MultiplyAddEstimate(a._value, b._value, sum._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Max(Lane8 a, Lane8 b) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(a._value, b._value), a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Min(Lane8 a, Lane8 b) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a._value, b._value), a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Abs(Lane8 a) => new(Vector256.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Sqrt(Lane8 a) => new(Vector256.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Exp(Lane8 a) => new(Vector256.Exp(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Log(Lane8 a) => new(Vector256.Log(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 WhereGreater(Lane8 a, Lane8 b, Lane8 then, Lane8 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane8 value) => Vector256.Sum(value._value);
}
