using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine.Products;

/// <summary>Where the rows of a product are in memory.</summary>
internal interface IResultRows<TSelf>
    where TSelf : struct, IResultRows<TSelf>
{
    TSelf OfPhase(int phase);

    /// <summary>Where row <paramref name="row"/> begins; negative if there is no such row.</summary>
    int Offset(int row);
}

/// <summary>One after another.</summary>
internal struct MatrixRows : IResultRows<MatrixRows>
{
    internal int Rows, Columns;

    public readonly MatrixRows OfPhase(int phase) => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Offset(int row) => row < Rows ? row * Columns : -1;
}
