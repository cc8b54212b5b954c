using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// The span of Ω, CΩ, CCΩ ... for the covariance C of pictures and a few random vectors Ω, as an orthonormal basis with C projected to
/// it, growing by one block per step.
/// </summary>
internal sealed class KrylovSpace
{
    private readonly PictureCovariance _covariance;
    private readonly PictureSpace _space;
    private readonly OrthonormalRows _basis;
    private readonly double[] _projected;
    private readonly int _most;
    private int _added;

    /// <summary>The span of Ω.</summary>
    /// <param name="covariance">C.</param>
    /// <param name="width">Vectors of Ω.</param>
    /// <param name="most">The most vectors of the basis.</param>
    /// <param name="random">Draws Ω.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal KrylovSpace(
        PictureCovariance covariance, int width, int most, RandomStream random, CancellationToken cancellation)
    {
        _covariance = covariance;
        _space = covariance.Space;
        _most = Math.Min(most, _space.Length);
        _basis = new OrthonormalRows(_most, _space.Length);
        _projected = new double[_most * _most];
        double[] start = new double[Math.Min(width, _most) * _space.Length];
        for (int i = 0; i < start.Length; i++)
        {
            start[i] = random.Normal();
        }

        _added = _basis.Append(start, 0, cancellation);
    }

    /// <summary>Multiplies the last block by C, and adds what is new in it. Does nothing where C leads to nothing new.</summary>
    internal void Step(CancellationToken cancellation)
    {
        if (_added == 0)
        {
            return;
        }

        int length = _space.Length;
        double[] block = _covariance.Times(_basis.Last(_added).Span, cancellation);
        Keep(RowProducts.Dots(_basis.Values, block, length, cancellation));
        double scale = Enumerable.Range(0, _basis.Count).Max(i => _projected[(i * _most) + i]);
        int room = Math.Min(_added, _most - _basis.Count);
        _added = scale > 0 ? _basis.Append(block[..(room * length)], scale, cancellation) : 0;
    }

    /// <summary>The variances of the best directions so far, largest first.</summary>
    internal double[] Variances(CancellationToken cancellation) => SymmetricEigen.Values(Projected(), Known, cancellation);

    /// <summary>The best directions so far (Rayleigh and Ritz), as pictures, with their variances, largest first.</summary>
    internal IEnumerable<(double Variance, double[] Direction)> Directions(int count, CancellationToken cancellation)
    {
        int n = Known, length = _space.Length;
        count = Math.Min(count, n);
        var (values, vectors) = SymmetricEigen.Largest(Projected(), n, count, cancellation);
        double[] coefficients = new double[n * count];
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < count; k++)
            {
                coefficients[(j * count) + k] = vectors[(k * n) + j];
            }
        }

        double[] directions = new double[count * length];
        RowProducts.AddCombinations(coefficients, _basis.Values[..(n * length)], directions, length, cancellation: cancellation);
        return [.. values.Select((value, k) => (value, _space.ToPicture(directions.AsSpan(k * length, length))))];
    }

    /// <summary>Vectors of the basis that were multiplied by C.</summary>
    private int Known => _basis.Count - _added;

    /// <summary>
    /// Keeps the products of the basis with C times its last block: columns of the projected C and, by symmetry, rows.
    /// </summary>
    private void Keep(double[] products)
    {
        for (int i = 0; i < _basis.Count; i++)
        {
            for (int j = 0; j < _added; j++)
            {
                int column = Known + j;
                _projected[(i * _most) + column] = _projected[(column * _most) + i] = products[(i * _added) + j];
            }
        }
    }

    private double[] Projected()
    {
        int n = Known;
        double[] part = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            _projected.AsSpan(i * _most, n).CopyTo(part.AsSpan(i * n));
        }

        return part;
    }
}
