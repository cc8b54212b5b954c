using System.Numerics;
using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>Products of matrices of doubles whose rows are long: scalar products of all pairs of rows, and combinations of rows.</summary>
/// <remarks>Each result is computed by one thread in one order, so it does not depend on the number of threads.</remarks>
internal static class RowProducts
{
    // With this many values per row, a tile of rows stays in the first-level cache.
    private const int ChunkLength = 1_024;
    private const int TileRows = 4;

    /// <summary>The products a · b of all pairs of rows.</summary>
    /// <param name="a">m x length.</param>
    /// <param name="b">n x length.</param>
    /// <param name="length">Values per row.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>m x n.</returns>
    internal static double[] Dots(ReadOnlyMemory<double> a, ReadOnlyMemory<double> b, int length, CancellationToken cancellation = default)
    {
        int m = a.Length / length, n = b.Length / length;
        double[] products = new double[m * n];
        Parallel.For(0, (n + TileRows - 1) / TileRows, new ParallelOptions { CancellationToken = cancellation }, tile =>
        {
            int column = tile * TileRows, columns = Math.Min(TileRows, n - column);
            for (int start = 0; start < length; start += ChunkLength)
            {
                int chunk = Math.Min(ChunkLength, length - start);
                for (int i = 0; i < m; i++)
                {
                    var x = a.Span.Slice((i * length) + start, chunk);
                    var target = products.AsSpan((i * n) + column, columns);
                    if (columns == TileRows)
                    {
                        AddFour(x, b.Span[((column * length) + start)..], length, target);
                        continue;
                    }

                    for (int j = 0; j < columns; j++)
                    {
                        target[j] += Rows.Dot(x, b.Span.Slice(((column + j) * length) + start, chunk));
                    }
                }
            }
        });
        return products;
    }

    /// <summary>To each target row its combination of rows is added: target i += Σ coefficient (j, i) · row j.</summary>
    /// <param name="coefficients">m x n.</param>
    /// <param name="rows">m x length.</param>
    /// <param name="targets">n x length.</param>
    /// <param name="length">Values per row.</param>
    /// <param name="scale">What all coefficients are multiplied by.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static void AddCombinations(
        double[] coefficients, ReadOnlyMemory<double> rows, double[] targets, int length, double scale = 1,
        CancellationToken cancellation = default)
    {
        int m = rows.Length / length, n = targets.Length / length, chunks = (length + ChunkLength - 1) / ChunkLength;
        Parallel.For(0, chunks * ((n + TileRows - 1) / TileRows), new ParallelOptions { CancellationToken = cancellation }, piece =>
        {
            int start = piece % chunks * ChunkLength, chunk = Math.Min(ChunkLength, length - start), first = piece / chunks * TileRows;
            for (int j = 0; j < m; j++)
            {
                var row = rows.Span.Slice((j * length) + start, chunk);
                for (int i = first; i < Math.Min(first + TileRows, n); i++)
                {
                    Rows.AddScaled(scale * coefficients[(j * n) + i], row, targets.AsSpan((i * length) + start, chunk));
                }
            }
        });
    }

    private static void AddFour(ReadOnlySpan<double> x, ReadOnlySpan<double> rows, int step, Span<double> sums)
    {
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var v0 = MemoryMarshal.Cast<double, Vector<double>>(rows[..x.Length]);
        var v1 = MemoryMarshal.Cast<double, Vector<double>>(rows.Slice(step, x.Length));
        var v2 = MemoryMarshal.Cast<double, Vector<double>>(rows.Slice(2 * step, x.Length));
        var v3 = MemoryMarshal.Cast<double, Vector<double>>(rows.Slice(3 * step, x.Length));
        Vector<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int i = 0; i < vx.Length; i++)
        {
            s0 += vx[i] * v0[i];
            s1 += vx[i] * v1[i];
            s2 += vx[i] * v2[i];
            s3 += vx[i] * v3[i];
        }

        double t0 = Vector.Sum(s0), t1 = Vector.Sum(s1), t2 = Vector.Sum(s2), t3 = Vector.Sum(s3);
        for (int i = vx.Length * Vector<double>.Count; i < x.Length; i++)
        {
            t0 += x[i] * rows[i];
            t1 += x[i] * rows[step + i];
            t2 += x[i] * rows[(2 * step) + i];
            t3 += x[i] * rows[(3 * step) + i];
        }

        (sums[0], sums[1], sums[2], sums[3]) = (sums[0] + t0, sums[1] + t1, sums[2] + t2, sums[3] + t3);
    }
}
