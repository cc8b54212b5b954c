namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>An orthonormal basis of a growing space, to which blocks are added.</summary>
internal sealed class OrthonormalRows
{
    // What is shorter than this share of the longest is rounding of float products.
    private const double LeastShare = 1e-7;

    private readonly double[] _values;
    private readonly int _length;

    /// <summary>An empty basis.</summary>
    /// <param name="capacity">The most rows it will hold.</param>
    /// <param name="length">Values per row.</param>
    internal OrthonormalRows(int capacity, int length)
    {
        _values = new double[capacity * (long)length];
        _length = length;
    }

    /// <summary>Rows so far.</summary>
    internal int Count { get; private set; }

    /// <summary>Count x length values.</summary>
    internal ReadOnlyMemory<double> Values => _values.AsMemory(0, Count * _length);

    /// <summary>The last rows.</summary>
    internal ReadOnlyMemory<double> Last(int count) => _values.AsMemory((Count - count) * _length, count * _length);

    /// <summary>Adds the part of a block that is orthogonal to the rows so far.</summary>
    /// <param name="block">Some rows; they are overwritten.</param>
    /// <param name="scale">The length of rows that are not negligible.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>How many rows were added: as many as the block has, or fewer where it spans nothing more.</returns>
    internal int Append(double[] block, double scale, CancellationToken cancellation = default)
    {
        // Twice: what rounding left of earlier directions in the first pass is taken away in the second.
        for (int pass = 0; pass < 2 && block.Length > 0; pass++)
        {
            if (Count > 0)
            {
                double[] along = RowProducts.Dots(Values, block, _length, cancellation);
                RowProducts.AddCombinations(along, Values, block, _length, scale: -1, cancellation);
            }

            block = Orthonormalize(block, scale, cancellation);
            scale = 1;
        }

        block.CopyTo(_values, Count * _length);
        Count += block.Length / _length;
        return block.Length / _length;
    }

    /// <summary>With B Bᵀ = U D Uᵀ the rows of D^-1/2 Uᵀ B are orthonormal (Stathopoulos and Wu, 2002).</summary>
    private double[] Orthonormalize(double[] block, double scale, CancellationToken cancellation)
    {
        int n = block.Length / _length;
        var (values, vectors) = SymmetricEigen.Largest(RowProducts.Dots(block, block, _length, cancellation), n, n, cancellation);
        double least = Math.Max(scale * scale, values[0]) * LeastShare * LeastShare;
        int kept = values.Count(value => value > least);
        double[] coefficients = new double[n * kept];
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < kept; k++)
            {
                coefficients[(j * kept) + k] = vectors[(k * n) + j] / Math.Sqrt(values[k]);
            }
        }

        double[] result = new double[kept * _length];
        if (kept > 0)
        {
            RowProducts.AddCombinations(coefficients, block, result, _length, cancellation: cancellation);
        }

        return result;
    }
}
