namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Eigenvalues and eigenvectors of a real symmetric matrix, in double: Householder reduction to tridiagonal form, then QL
/// with implicit shifts (Golub and Van Loan, "Matrix Computations", 4th ed., sections 8.3.1 and 8.3.3).
/// </summary>
/// <remarks>Each row is computed by one thread in one order, so the result does not depend on the number of threads.</remarks>
internal static class SymmetricEigen
{
    private const int MaxSweeps = 60;
    private const double UnitRoundoff = 1.1e-16;
    private const int ColumnsPerBlock = 64;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">n x n, symmetric, row-major; it is overwritten.</param>
    /// <param name="n">Its side.</param>
    /// <param name="count">Number of eigenpairs wanted, those of the largest eigenvalues; 1 to n.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The eigenvalues, largest first, and count x n eigenvectors of length 1, one per row.</returns>
    /// <exception cref="ArithmeticException">The matrix holds values that are not finite.</exception>
    internal static (double[] Values, double[] Vectors) Largest(
        double[] matrix, int n, int count, CancellationToken cancellation = default)
    {
        var (diagonal, offDiagonal, scales) = Tridiagonalize(matrix, n, cancellation);
        double[] rotated = new double[(long)n * n];
        for (int i = 0; i < n; i++)
        {
            rotated[(long)i * n + i] = 1;
        }

        Diagonalize(diagonal, offDiagonal, rotated, n, cancellation);
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => diagonal[i]).Take(count)];
        double[] vectors = new double[(long)count * n];
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, row =>
        {
            var vector = vectors.AsSpan(row * n, n);
            rotated.AsSpan(order[row] * n, n).CopyTo(vector);
            Reflect(matrix, scales, n, vector);
        });
        return ([.. order.Select(i => diagonal[i])], vectors);
    }

    /// <summary>The eigenvalues alone, largest first, in a fraction of the time.</summary>
    /// <param name="matrix">n x n, symmetric, row-major; it is overwritten.</param>
    /// <param name="n">Its side.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArithmeticException">The matrix holds values that are not finite.</exception>
    internal static double[] Values(double[] matrix, int n, CancellationToken cancellation)
    {
        var (diagonal, offDiagonal, _) = Tridiagonalize(matrix, n, cancellation);
        Diagonalize(diagonal, offDiagonal, null, n, cancellation);
        return [.. diagonal.OrderDescending()];
    }

    /// <summary>
    /// A := Qᵀ A Q is tridiagonal, Q = H₀ H₁ ..., Hₖ = 1 - scaleₖ v vᵀ. Row k keeps v, which starts at column k + 1.
    /// </summary>
    private static (double[] Diagonal, double[] OffDiagonal, double[] Scales) Tridiagonalize(
        double[] a, int n, CancellationToken cancellation)
    {
        double[] diagonal = new double[n], offDiagonal = new double[n], scales = new double[n], p = new double[n], v = new double[n];
        for (int k = 0; k < n - 1; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            int first = k + 1, length = n - first;
            var row = a.AsSpan(k * n + first, length);
            diagonal[k] = a[k * n + k];
            double norm = Math.Sqrt(Rows.Dot(row, row));
            double alpha = row[0] > 0 ? -norm : norm;
            offDiagonal[k] = alpha;
            if (norm == 0)
            {
                continue;
            }

            row[0] -= alpha;
            double scale = scales[k] = 2 / Rows.Dot(row, row);
            row.CopyTo(v.AsSpan(first));
            Rows.ForEach(first, n, i => p[i] = scale * Rows.Dot(a.AsSpan(i * n + first, length), v.AsSpan(first, length)));
            double half = scale / 2 * Rows.Dot(p.AsSpan(first, length), v.AsSpan(first, length));
            Rows.AddScaled(-half, v.AsSpan(first, length), p.AsSpan(first, length));
            Rows.ForEach(first, n, i =>
            {
                var target = a.AsSpan(i * n + first, length);
                Rows.AddScaled(-v[i], p.AsSpan(first, length), target);
                Rows.AddScaled(-p[i], v.AsSpan(first, length), target);
            });
        }

        diagonal[n - 1] = a[n * n - 1];
        return (diagonal, offDiagonal, scales);
    }

    /// <summary>x := Q x.</summary>
    private static void Reflect(double[] a, double[] scales, int n, Span<double> x)
    {
        for (int k = n - 2; k >= 0; k--)
        {
            if (scales[k] != 0)
            {
                var v = a.AsSpan(k * n + k + 1, n - k - 1);
                Rows.AddScaled(-scales[k] * Rows.Dot(v, x[(k + 1)..]), v, x[(k + 1)..]);
            }
        }
    }

    /// <summary>
    /// QL with implicit shifts. The rotations of a sweep are collected and then applied to blocks of columns, which stay in cache.
    /// Row i of <paramref name="vectors"/>, where they are wanted, ends as the eigenvector of d[i].
    /// </summary>
    private static void Diagonalize(double[] d, double[] e, double[]? vectors, int n, CancellationToken cancellation)
    {
        var rotations = new (double Cosine, double Sine)[n];
        // What rounding leaves of the whole matrix: without it a matrix of many zero eigenvalues never counts as diagonal.
        double rounding = UnitRoundoff * Enumerable.Range(0, n).Max(i => Math.Abs(d[i]) + Math.Abs(e[i]));
        for (int l = 0; l < n; l++)
        {
            for (int sweep = 0; ; sweep++)
            {
                cancellation.ThrowIfCancellationRequested();
                int m = l;
                // So negated, a NaN never counts as small and ends in the error below.
                while (m < n - 1 && !(Math.Abs(e[m]) <= Math.Max(rounding, UnitRoundoff * (Math.Abs(d[m]) + Math.Abs(d[m + 1])))))
                {
                    m++;
                }

                if (m == l)
                {
                    break;
                }

                if (sweep == MaxSweeps)
                {
                    throw new ArithmeticException(
                        $"SymmetricEigen: eigenvalue {l} of {n} did not converge; the matrix holds values that are not finite.");
                }

                int lowest = Sweep(d, e, l, m, rotations);
                if (vectors is not null)
                {
                    Rotate(vectors, n, lowest, m, rotations);
                }
            }
        }
    }

    /// <summary>One QL step on the block l..m. Returns the lowest row that was rotated with the one after it.</summary>
    private static int Sweep(double[] d, double[] e, int l, int m, (double Cosine, double Sine)[] rotations)
    {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        g = d[m] - d[l] + e[l] / (g + Math.CopySign(Math.Sqrt(g * g + 1), g));
        double s = 1, c = 1, shift = 0;
        for (int i = m - 1; i >= l; i--)
        {
            double f = s * e[i], b = c * e[i], r = Math.Sqrt(f * f + g * g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= shift;
                e[m] = 0;
                return i + 1;
            }

            s = f / r;
            c = g / r;
            g = d[i + 1] - shift;
            r = (d[i] - g) * s + 2 * c * b;
            shift = s * r;
            d[i + 1] = g + shift;
            g = c * r - b;
            rotations[i] = (c, s);
        }

        d[l] -= shift;
        e[l] = g;
        e[m] = 0;
        return l;
    }

    private static void Rotate(double[] vectors, int n, int lowest, int m, (double Cosine, double Sine)[] rotations)
    {
        int blocks = (n + ColumnsPerBlock - 1) / ColumnsPerBlock;
        Rows.ForEach(0, blocks, block =>
        {
            int column = block * ColumnsPerBlock, length = Math.Min(ColumnsPerBlock, n - column);
            for (int i = m - 1; i >= lowest; i--)
            {
                var (c, s) = rotations[i];
                Rows.Rotate(vectors.AsSpan(i * n + column, length), vectors.AsSpan((i + 1) * n + column, length), c, s);
            }
        }, work: (long)(m - lowest) * n);
    }
}
