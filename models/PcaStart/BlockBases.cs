using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.PcaStart;

/// <summary>
/// Orthonormal bases of square blocks of pictures, each made of those of its four quarters, so that convolutions that halve the side
/// compute coordinates in them one after another. Where a basis has fewer vectors than a block has values, it spans what given pictures
/// need most.
/// </summary>
internal sealed class BlockBases
{
    private BlockBases(double[][,] levels, double[][] coordinates) => (Levels, Coordinates) = (levels, coordinates);

    /// <summary>
    /// From blocks of side 2 on: entry [j, (row, column, i)] takes coordinate i of a quarter to coordinate j of the block; rows are
    /// orthonormal.
    /// </summary>
    internal double[][,] Levels { get; }

    /// <summary>The given pictures in the coarsest coordinates: block rows, block columns, coordinates.</summary>
    internal double[][] Coordinates { get; }

    /// <summary>Finds bases.</summary>
    /// <param name="pictures">height x width x channels values each; the longer one is, the more it counts.</param>
    /// <param name="shape">Their shape; sides are multiples of 2 to the power of the levels.</param>
    /// <param name="widths">The largest number of coordinates at each level.</param>
    /// <param name="random">Rotates each basis at random within its span, so that all coordinates vary about equally.</param>
    internal static BlockBases Fit(
        IReadOnlyList<double[]> pictures, PictureShape shape, IReadOnlyList<int> widths, RandomStream random)
    {
        double[][] coordinates = [.. pictures];
        double[][,] levels = new double[widths.Count][,];
        int width = shape.Channels;
        var (columns, rows) = (shape.Width, shape.Height);
        for (int level = 0; level < levels.Length; level++)
        {
            int inputs = 4 * width, outputs = Math.Min(inputs, widths[level]);
            double[][] blocks = [.. coordinates.Select(picture => Blocks(picture, (columns, rows), width))];
            levels[level] = Product(
                RandomRotation(outputs, random), outputs < inputs ? Principal(blocks, inputs, outputs) : Identity(inputs));
            coordinates = Map(blocks, levels[level]);
            (width, columns, rows) = (outputs, columns / 2, rows / 2);
        }

        return new BlockBases(levels, coordinates);
    }

    /// <summary>Puts the values of each 2 x 2 of pixels together: rows/2 x columns/2 x (2 x 2 x width).</summary>
    private static double[] Blocks(double[] picture, (int Columns, int Rows) size, int width)
    {
        double[] blocks = new double[picture.Length];
        int next = 0;
        for (int row = 0; row < size.Rows; row += 2)
        {
            for (int column = 0; column < size.Columns; column += 2)
            {
                for (int quarter = 0; quarter < 4; quarter++, next += width)
                {
                    int pixel = ((row + (quarter / 2)) * size.Columns) + column + (quarter % 2);
                    picture.AsSpan(pixel * width, width).CopyTo(blocks.AsSpan(next));
                }
            }
        }

        return blocks;
    }

    private static double[,] Principal(double[][] pictures, int length, int count)
    {
        double[] products = new double[length * length];
        Rows.ForEach(0, length, i =>
        {
            foreach (double[] blocks in pictures)
            {
                for (int at = 0; at < blocks.Length; at += length)
                {
                    Rows.AddScaled(blocks[at + i], blocks.AsSpan(at, length), products.AsSpan(i * length, length));
                }
            }
        });
        double[] vectors = SymmetricEigen.Largest(products, length, count).Vectors;
        double[,] basis = new double[count, length];
        Buffer.BlockCopy(vectors, 0, basis, 0, count * length * sizeof(double));
        return basis;
    }

    private static double[,] Identity(int n)
    {
        double[,] identity = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }

    /// <summary>Gram and Schmidt's process on vectors of normal numbers, which point anywhere with equal chance.</summary>
    internal static double[,] RandomRotation(int n, RandomStream random)
    {
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++)
        {
            rows[i] = [.. Enumerable.Range(0, n).Select(_ => (double)random.Normal())];
            // Twice: what rounding left of earlier directions in the first pass is taken away in the second.
            for (int j = 0; j < 2 * i; j++)
            {
                Rows.AddScaled(-Rows.Dot(rows[i], rows[j % i]), rows[j % i], rows[i]);
            }

            double scale = 1 / Math.Sqrt(Rows.Dot(rows[i], rows[i]));
            rows[i] = Array.ConvertAll(rows[i], value => value * scale);
        }

        double[,] rotation = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            Buffer.BlockCopy(rows[i], 0, rotation, i * n * sizeof(double), n * sizeof(double));
        }

        return rotation;
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        int m = a.GetLength(0), k = a.GetLength(1), n = b.GetLength(1);
        double[,] product = new double[m, n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < k; j++)
            {
                for (int c = 0; c < n; c++)
                {
                    product[i, c] += a[i, j] * b[j, c];
                }
            }
        }

        return product;
    }

    private static double[][] Map(double[][] pictures, double[,] basis)
    {
        int outputs = basis.GetLength(0), length = basis.GetLength(1);
        double[][] rows = [.. Enumerable.Range(0, outputs).Select(j => Enumerable.Range(0, length).Select(i => basis[j, i]).ToArray())];
        double[][] mapped = new double[pictures.Length][];
        Parallel.For(0, pictures.Length, p =>
        {
            mapped[p] = new double[pictures[p].Length / length * outputs];
            for (int i = 0; i < mapped[p].Length; i++)
            {
                mapped[p][i] = Rows.Dot(rows[i % outputs], pictures[p].AsSpan(i / outputs * length, length));
            }
        });
        return mapped;
    }
}
