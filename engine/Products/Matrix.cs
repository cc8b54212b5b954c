namespace ILGpuAutoencoders.Engine.Products;

/// <summary>A matrix in storage by its steps: element (r, c) is at r · RowStep + c · ColumnStep.</summary>
internal readonly record struct Matrix(Storage Storage, int RowStep, int ColumnStep)
{
    internal static Matrix RowMajor(Storage storage, int columns) => new(storage, columns, 1);

    internal Matrix Transposed => new(Storage, ColumnStep, RowStep);
}
