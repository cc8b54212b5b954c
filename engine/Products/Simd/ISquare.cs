using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// A square of numbers that is transposed in registers: as many rows of the source as a vector has elements. Four rows are interleaved to
/// quads, of which quad j has the values 4 i + j of all four in its i-th 128 bits; quads then exchange these parts.
/// </summary>
internal unsafe interface ISquare
{
    /// <summary>Rows, and elements of a vector.</summary>
    static abstract int Side { get; }

    /// <summary>Transposes squares side by side: target[k, n] = source[n, k].</summary>
    /// <param name="source">The first row.</param>
    /// <param name="step">Floats from row to row.</param>
    /// <param name="count">Values of a row, a multiple of the side.</param>
    /// <param name="target">The first row of the result.</param>
    /// <param name="targetStep">Floats from row to row of the result.</param>
    static abstract void Transpose(float* source, nint step, int count, float* target, nint targetStep);
}

/// <summary>One whose columns can be multiplied and added without leaving the registers.</summary>
/// <typeparam name="T">The lane of a column.</typeparam>
internal unsafe interface ISquare<T> : ISquare
    where T : struct, IHostLane<T>
{
    /// <summary>sum += x[0] · source[:, 0] + x[1] · source[:, 1] + ..., one after the other.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="step">Floats from row to row.</param>
    /// <param name="x">A factor for each column.</param>
    /// <param name="sum">An element for each row.</param>
    static abstract void AddColumns(float* source, nint step, float* x, ref T sum);
}
