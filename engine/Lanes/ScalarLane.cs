using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>A lane of one float.</summary>
/// <param name="value">Its value.</param>
internal readonly partial struct ScalarLane(float value) : IHostLane<ScalarLane>
{
    /// <summary>The value.</summary>
    internal float Value { get; } = value;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Constant(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator +(ScalarLane a, ScalarLane b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator -(ScalarLane a, ScalarLane b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator *(ScalarLane a, ScalarLane b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator /(ScalarLane a, ScalarLane b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Max(ScalarLane a, ScalarLane b) => new(a.Value > b.Value ? a.Value : b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Min(ScalarLane a, ScalarLane b) => new(a.Value < b.Value ? a.Value : b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Abs(ScalarLane a) => new(MathF.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Sqrt(ScalarLane a) => new(MathF.Sqrt(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Exp(ScalarLane a) => new(MathF.Exp(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Log(ScalarLane a) => new(MathF.Log(a.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane WhereGreater(ScalarLane a, ScalarLane b, ScalarLane then, ScalarLane otherwise) =>
        a.Value > b.Value ? then : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane OfFours<TFours>(TFours sequence, int i)
        where TFours : struct, IFours
    {
        var (x, y, z, w) = sequence.Four((uint)i >> 2);
        return new((i & 2) == 0 ? (i & 1) == 0 ? x : y : (i & 1) == 0 ? z : w);
    }

    static unsafe ScalarLane IHostLane<ScalarLane>.Load(float* source) => new(*source);

    static unsafe void IHostLane<ScalarLane>.Store(ScalarLane value, float* target) => *target = value.Value;

    // Not MathF.FusedMultiplyAdd: without the instruction it is a slow call.
    static void IHostLane<ScalarLane>.AddProduct(ref ScalarLane sum, ScalarLane a, ScalarLane b) =>
        sum = new((a.Value * b.Value) + sum.Value);

    static float IHostLane<ScalarLane>.Sum(ScalarLane value) => value.Value;
}
