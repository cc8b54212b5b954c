using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>A lane of four neighbouring floats, which a GPU moves in one instruction.</summary>
internal struct Float4 : ISimtLane<Float4>
{
    internal float X, Y, Z, W;

    private Float4(float x, float y, float z, float w) => (X, Y, Z, W) = (x, y, z, w);

    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Constant(float value) => new(value, value, value, value);

    // The cast tells ILGPU about the alignment, which it cannot infer from an index.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Load(ArrayView<float> x, int i) => x.Cast<Float4>()[i >> 2];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Float4 value, ArrayView<float> y, int i) => y.Cast<Float4>()[i >> 2] = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float At(ArrayView<float> x, int i) => x[i];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BitsAt(ArrayView<float> x, int i) => x.Cast<uint>()[i];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 OfFours<TFours>(TFours sequence, int i)
        where TFours : struct, IFours
    {
        var (x, y, z, w) = sequence.Four((uint)i >> 2);
        return new(x, y, z, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator +(Float4 a, Float4 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z, a.W + b.W);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator -(Float4 a, Float4 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z, a.W - b.W);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator *(Float4 a, Float4 b) => new(a.X * b.X, a.Y * b.Y, a.Z * b.Z, a.W * b.W);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 operator /(Float4 a, Float4 b) => new(a.X / b.X, a.Y / b.Y, a.Z / b.Z, a.W / b.W);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Max(Float4 a, Float4 b) =>
        new(a.X > b.X ? a.X : b.X, a.Y > b.Y ? a.Y : b.Y, a.Z > b.Z ? a.Z : b.Z, a.W > b.W ? a.W : b.W);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Min(Float4 a, Float4 b) =>
        new(a.X < b.X ? a.X : b.X, a.Y < b.Y ? a.Y : b.Y, a.Z < b.Z ? a.Z : b.Z, a.W < b.W ? a.W : b.W);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Abs(Float4 a) => new(MathF.Abs(a.X), MathF.Abs(a.Y), MathF.Abs(a.Z), MathF.Abs(a.W));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Sqrt(Float4 a) => new(MathF.Sqrt(a.X), MathF.Sqrt(a.Y), MathF.Sqrt(a.Z), MathF.Sqrt(a.W));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Exp(Float4 a) => new(MathF.Exp(a.X), MathF.Exp(a.Y), MathF.Exp(a.Z), MathF.Exp(a.W));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Log(Float4 a) => new(MathF.Log(a.X), MathF.Log(a.Y), MathF.Log(a.Z), MathF.Log(a.W));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 WhereGreater(Float4 a, Float4 b, Float4 then, Float4 otherwise) =>
        new(
            a.X > b.X ? then.X : otherwise.X,
            a.Y > b.Y ? then.Y : otherwise.Y,
            a.Z > b.Z ? then.Z : otherwise.Z,
            a.W > b.W ? then.W : otherwise.W);
}
