namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>The factor L of a symmetric positive definite matrix A = L Lᵀ.</summary>
internal static class Cholesky
{
    /// <summary>Replaces the lower triangle of A by L, and what is above the diagonal by 0.</summary>
    /// <param name="a">n x n, row-major.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The matrix is not positive definite.</exception>
    internal static void Factor(double[] a, int n, CancellationToken cancellation = default)
    {
        for (int j = 0; j < n; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            double diagonal = a[j * n + j] - Rows.Dot(a.AsSpan(j * n, j), a.AsSpan(j * n, j));
            if (!(diagonal > 0))
            {
                throw new ArgumentException($"Cholesky: the matrix is not positive definite (row {j}).", nameof(a));
            }

            double root = a[j * n + j] = Math.Sqrt(diagonal);
            a.AsSpan(j * n + j + 1, n - j - 1).Clear();
            int column = j;
            Rows.ForEach(
                j + 1, n,
                i => a[i * n + column] = (a[i * n + column] - Rows.Dot(a.AsSpan(i * n, column), a.AsSpan(column * n, column))) / root,
                (long)(n - j) * j);
        }
    }

    /// <summary>L⁻¹.</summary>
    /// <param name="factor">L, n x n, row-major.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static double[] Inverse(ReadOnlySpan<double> factor, int n, CancellationToken cancellation)
    {
        double[] inverse = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double scale = 1 / factor[i * n + i];
            for (int k = 0; k < i; k++)
            {
                Rows.AddScaled(-scale * factor[i * n + k], inverse.AsSpan(k * n, k + 1), inverse.AsSpan(i * n, k + 1));
            }

            inverse[i * n + i] = scale;
        }

        return inverse;
    }

    /// <summary>xᵀ A⁻¹ x, which is |L⁻¹ x|².</summary>
    /// <param name="factor">L, n x n, row-major.</param>
    /// <param name="x">n values; replaced by L⁻¹ x.</param>
    internal static double InverseForm(ReadOnlySpan<double> factor, Span<double> x)
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
        {
            x[i] = (x[i] - Rows.Dot(factor.Slice(i * n, i), x[..i])) / factor[i * n + i];
        }

        return Rows.Dot(x, x);
    }
}
