using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>All scalar products among rows of 8-bit values, or of sums or differences of two: exact, in integers.</summary>
internal static class ByteProducts
{
    // 510² · 8,192 stays below 2³¹ even if one lane took it all.
    private const int ColumnsPerBlock = 8_192;
    private const int RowsPerBlock = 64;

    // A register of shorts; 32 MiB.
    private const int Padding = 32, ValuesPerBlock = 1 << 24;

    /// <summary>The products x · y of every pair of rows.</summary>
    /// <param name="rows">Fills a span with the values of a row, each from -510 to 510.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="length">Values per row.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>count x count, symmetric, row-major.</returns>
    internal static double[] Gram(Action<int, Span<short>> rows, int count, int length, CancellationToken cancellation = default)
    {
        // Padding with zeros spares every loop its tail.
        int stride = Padded(length);
        short[][] values = new short[count][];
        var stoppable = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, count, stoppable, i => rows(i, (values[i] = new short[stride]).AsSpan(0, length)));
        double[] gram = new double[(long)count * count];
        Add(values, stride, gram, stoppable);
        return gram;
    }

    /// <summary>The products of every pair of columns, block after block of rows, so that few of these are shorts at a time.</summary>
    /// <param name="rows">Fills a span with the values of a row, each from -510 to 510; called from several threads.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="length">Number of columns.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The products, length x length, symmetric, row-major; and the sum of each column.</returns>
    internal static (double[] Products, long[] Sums) OfColumns(
        Action<int, Span<short>> rows, int count, int length, CancellationToken cancellation = default)
    {
        int most = Padded(Math.Clamp(ValuesPerBlock / length, 1, Math.Min(count, ColumnsPerBlock)));
        short[][] columns = [.. Enumerable.Range(0, length).Select(_ => new short[most])];
        double[] products = new double[(long)length * length];
        long[] sums = new long[length];
        var stoppable = new ParallelOptions { CancellationToken = cancellation };
        for (int start = 0; start < count; start += most)
        {
            int first = start, end = Math.Min(count - start, most);
            // Threads write to different cache lines.
            Parallel.For(0, most / Padding, stoppable, group =>
            {
                short[] row = new short[length];
                for (int i = group * Padding; i < (group + 1) * Padding; i++)
                {
                    if (i < end)
                    {
                        rows(first + i, row);
                    }
                    else
                    {
                        Array.Clear(row);
                    }

                    for (int j = 0; j < length; j++)
                    {
                        columns[j][i] = row[j];
                    }
                }
            });
            Add(columns, most, products, stoppable);
            Parallel.For(0, length, stoppable, j =>
            {
                foreach (short value in columns[j])
                {
                    sums[j] += value;
                }
            });
        }

        return (products, sums);
    }

    private static int Padded(int length) => (length + Padding - 1) / Padding * Padding;

    /// <summary>Adds the products of all pairs of rows.</summary>
    private static void Add(short[][] values, int stride, double[] gram, ParallelOptions stoppable)
    {
        int count = values.Length, blocks = (count + RowsPerBlock - 1) / RowsPerBlock;
        (int Row, int Column)[] pairs = [.. Enumerable.Range(0, blocks).SelectMany(r => Enumerable.Range(0, r + 1).Select(c => (r, c)))];
        Parallel.ForEach(pairs, stoppable, pair => Block(values, gram, count, stride, pair.Row * RowsPerBlock, pair.Column * RowsPerBlock));
    }

    private static void Block(short[][] values, double[] gram, int count, int stride, int firstRow, int firstColumn)
    {
        for (int start = 0; start < stride; start += ColumnsPerBlock)
        {
            int length = Math.Min(ColumnsPerBlock, stride - start);
            for (int i = firstRow; i < Math.Min(firstRow + RowsPerBlock, count); i++)
            {
                var x = values[i].AsSpan(start, length);
                for (int j = firstColumn; j < Math.Min(firstColumn + RowsPerBlock, i + 1); j++)
                {
                    int product = Dot(x, values[j].AsSpan(start, length));
                    gram[(long)i * count + j] += product;
                    gram[(long)j * count + i] = gram[(long)i * count + j];
                }
            }
        }
    }

    private static int Dot(ReadOnlySpan<short> x, ReadOnlySpan<short> y)
    {
        if (Avx2.IsSupported)
        {
            var vx = MemoryMarshal.Cast<short, Vector256<short>>(x);
            var vy = MemoryMarshal.Cast<short, Vector256<short>>(y);
            Vector256<int> even = default, odd = default;
            for (int i = 0; i + 1 < vx.Length; i += 2)
            {
                even += Avx2.MultiplyAddAdjacent(vx[i], vy[i]);
                odd += Avx2.MultiplyAddAdjacent(vx[i + 1], vy[i + 1]);
            }

            return Vector256.Sum(even + odd);
        }

        Vector<int> sum = default;
        for (int i = 0; i < x.Length; i += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(x[i..]), out var xLow, out var xHigh);
            Vector.Widen(new Vector<short>(y[i..]), out var yLow, out var yHigh);
            sum += xLow * yLow + xHigh * yHigh;
        }

        return Vector.Sum(sum);
    }
}
