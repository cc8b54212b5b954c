using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>
/// The body of a kernel with two broadcast operands: handles the elements of its result from i on, given those of the operands.
/// </summary>
/// <typeparam name="TMemory">Where the result is.</typeparam>
internal interface IBroadcastBody<TMemory>
    where TMemory : struct
{
    void Invoke<T>(int i, T a, T b)
        where T : struct, IMemoryLane<T, TMemory>;
}

/// <summary>An operand that may be stretched over a row: neighbouring values, or one value for the whole row.</summary>
/// <param name="values">Its elements.</param>
/// <param name="step">1, or 0 where it is stretched.</param>
internal readonly struct Operand<TMemory>(TMemory values, int step)
    where TMemory : struct
{
    private readonly TMemory _values = values;
    private readonly int _step = step;

    /// <summary>The elements from <paramref name="column"/> on of the row that begins at <paramref name="row"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Load<T>(int row, int column)
        where T : struct, IMemoryLane<T, TMemory> => _step == 0 ? T.Constant(T.At(_values, row)) : T.Load(_values, row + column);
}

/// <summary>A body and its operands for one row.</summary>
internal struct Broadcast<TMemory, TBody> : IElementBody<TMemory>
    where TMemory : struct
    where TBody : struct, IBroadcastBody<TMemory>
{
    internal Operand<TMemory> A, B;
    internal TBody Body;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Invoke<T>(int i)
        where T : struct, IMemoryLane<T, TMemory> => Body.Invoke(i, A.Load<T>(0, i), B.Load<T>(0, i));
}
