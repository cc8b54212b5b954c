using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products;

/// <summary>
/// C = f(Σ of several partial sums + bias), where the terms of a product were split: the parts are added in order, row by row in
/// parallel.
/// </summary>
internal unsafe struct SumSplits<TActivation> : IParallelBody, IElementBody
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>[splits, rows, columns].</summary>
    internal float* Sums;

    /// <summary>[rows, columns].</summary>
    internal float* C;

    /// <summary>One value per column; null for none.</summary>
    internal float* Bias;

    internal int Splits, Rows, Columns;
    internal TActivation Activation;

    internal void Run(SimdDevice device) => device.For(Rows, ref this);

    public readonly void Invoke(int row)
    {
        var body = this;
        body.Sums += (long)row * Columns;
        body.C += (long)row * Columns;
        ElementLoop.Range(ref body, 0, Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Invoke<T>(int i)
        where T : struct, IHostLane<T>
    {
        var sum = T.Load(Sums + i);
        for (int split = 1; split < Splits; split++)
        {
            sum += T.Load(Sums + ((long)split * Rows * Columns) + i);
        }

        T.Store(Activation.Forward(Bias == null ? sum : sum + T.Load(Bias + i)), C + i);
    }
}
