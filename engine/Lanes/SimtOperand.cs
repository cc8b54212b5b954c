using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>An operand of a broadcasting kernel: neighbours, or one value for all of a row.</summary>
/// <param name="values">Its elements.</param>
/// <param name="step">1, or 0 where it stretches.</param>
internal readonly struct SimtOperand(ArrayView<float> values, int step)
{
    private readonly ArrayView<float> _values = values;
    private readonly int _step = step;

    /// <summary>The elements from <paramref name="column"/> on of the row that begins at <paramref name="row"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Load<T>(int row, int column)
        where T : unmanaged, ISimtLane<T> => _step == 0 ? T.Constant(_values[row]) : T.Load(_values, row + column);
}
