using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>A lane of 16 floats: AVX-512.</summary>
internal struct Lane16(Vector512<float> value) : IHostLane<Lane16>
{
    private Vector512<float> _value = value;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Constant(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lane16 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Lane16 value, float* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 OfFours<TFours>(TFours sequence, int i)
        where TFours : struct, IFours
    {
        var low = Lane8.OfFours(sequence, i);
        var high = Lane8.OfFours(sequence, i + 8);
        return new(Vector512.Create(low.Vector, high.Vector));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator +(Lane16 a, Lane16 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator -(Lane16 a, Lane16 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator *(Lane16 a, Lane16 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator /(Lane16 a, Lane16 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref Lane16 sum, Lane16 a, Lane16 b) =>
        sum._value = Vector512.MultiplyAddEstimate(a._value, b._value, sum._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Max(Lane16 a, Lane16 b) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(a._value, b._value), a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Min(Lane16 a, Lane16 b) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a._value, b._value), a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Abs(Lane16 a) => new(Vector512.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Sqrt(Lane16 a) => new(Vector512.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Exp(Lane16 a) => new(Vector512.Exp(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Log(Lane16 a) => new(Vector512.Log(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 WhereGreater(Lane16 a, Lane16 b, Lane16 then, Lane16 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane16 value) => Vector512.Sum(value._value);
}
