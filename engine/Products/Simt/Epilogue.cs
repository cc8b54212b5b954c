using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>C, and what happens to a sum before it is written: y = f(sum + bias).</summary>
internal struct Epilogue<TRows, TActivation>
    where TRows : struct, IResultRows<TRows>
    where TActivation : unmanaged, IUnaryOp
{
    internal ArrayView<float> C, Bias;
    internal TRows Rows;
    internal TActivation Activation;
    internal int Columns, HasBias;

    /// <summary>The bias of a column, 0 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly float Term(int column) => (HasBias != 0) & (column < Columns) ? Bias[column] : 0;

    /// <summary>Writes two neighbours; <paramref name="column"/> is even.</summary>
    /// <param name="row">Where the row begins; negative for none.</param>
    /// <param name="column">The first column.</param>
    /// <param name="x">Its value.</param>
    /// <param name="y">The value of the next column, which may be outside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Store(int row, int column, float x, float y)
    {
        int at = row + column;
        if ((Columns & 1) != 0)
        {
            Store(row, column, x);
            Store(row, column + 1, y);
        }
        else if ((row >= 0) & (column < Columns))
        {
            C.Cast<Float2>()[at >> 1] = new Float2 { X = Finish(x), Y = Finish(y) };
        }
    }

    /// <summary>Writes four neighbours; <paramref name="column"/> is a multiple of 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Store(int row, int column, Quad v)
    {
        if ((Columns & 3) != 0)
        {
            Store(row, column, v.X);
            Store(row, column + 1, v.Y);
            Store(row, column + 2, v.Z);
            Store(row, column + 3, v.W);
        }
        else if ((row >= 0) & (column < Columns))
        {
            C.Cast<Quad>()[(row + column) >> 2] = new Quad { X = Finish(v.X), Y = Finish(v.Y), Z = Finish(v.Z), W = Finish(v.W) };
        }
    }

    /// <summary>Writes one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Store(int row, int column, float value)
    {
        if ((row >= 0) & (column < Columns))
        {
            C[row + column] = Finish(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float Finish(float sum) => Activation.Forward(new ScalarLane(sum)).Value;
}
