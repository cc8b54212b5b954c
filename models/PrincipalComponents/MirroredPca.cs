using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Principal components of pictures and their mirror images together. Every component is then even or odd under mirroring, and the two
/// kinds are found separately, from the even and odd parts of the pictures: two problems of n pictures instead of one of 2n.
/// </summary>
internal static class MirroredPca
{
    private const int ComponentsPerPass = 16;

    /// <summary>Fits components.</summary>
    /// <param name="pictures">2 pictures or more.</param>
    /// <param name="count">Components wanted; fewer come where the pictures span fewer.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static Pca Fit(PixelSet pictures, int count, CancellationToken cancellation)
    {
        double[] mean = Pca.MeanOf(pictures, cancellation);
        double[] mirrored = Mirror(mean, pictures.Shape);
        mean = [.. mean.Zip(mirrored, (a, b) => (a + b) / 2)];
        var both = Part(pictures, 1, count, cancellation).Concat(Part(pictures, -1, count, cancellation));
        (double Variance, double[] Direction)[] largest = [.. both.OrderByDescending(component => component.Variance).Take(count)];
        return new Pca(mean, [.. largest.Select(component => component.Direction)], [.. largest.Select(component => component.Variance)]);
    }

    /// <summary>A picture mirrored left to right.</summary>
    internal static T[] Mirror<T>(IReadOnlyList<T> picture, PictureShape shape)
    {
        var result = new T[picture.Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = picture[PictureSpace.Places(shape, shape.Width, i).Mirror];
        }

        return result;
    }

    /// <summary>The components that mirroring multiplies by a sign.</summary>
    private static IEnumerable<(double Variance, double[] Direction)> Part(
        PixelSet pictures, int sign, int count, CancellationToken cancellation)
    {
        var shape = pictures.Shape;
        int n = pictures.Count, length = pictures.ImageLength / shape.Width * ColumnsOf(shape);
        if (n > length)
        {
            return PartByCovariance(pictures, sign, count, cancellation);
        }

        double[] gram = ByteProducts.Gram((i, row) => Halve(pictures.Image(i), shape, sign, row), n, length, cancellation);
        if (sign > 0)
        {
            ExactPca.CentreGram(gram, n);
        }

        cancellation.ThrowIfCancellationRequested();
        var (values, vectors) = SymmetricEigen.Largest(gram, n, Math.Min(count, n - 1), cancellation);
        cancellation.ThrowIfCancellationRequested();
        count = ExactPca.SpannedBy(values);
        double[][] directions = new double[count][];
        var stoppable = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, (count + ComponentsPerPass - 1) / ComponentsPerPass, stoppable, pass =>
        {
            int first = pass * ComponentsPerPass, end = Math.Min(first + ComponentsPerPass, count);
            double[][] sums = [.. Enumerable.Range(first, end - first).Select(_ => new double[length])];
            short[] row = new short[length];
            double[] values = new double[length];
            byte[] room = new byte[pictures.ImageLength];
            for (int i = 0; i < n; i++)
            {
                Halve(pictures.Image(i, room), shape, sign, row);
                for (int j = 0; j < length; j++)
                {
                    values[j] = row[j];
                }

                for (int k = first; k < end; k++)
                {
                    Rows.AddScaled(vectors[(k * n) + i], values, sums[k - first]);
                }
            }

            for (int k = first; k < end; k++)
            {
                directions[k] = Whole(sums[k - first], shape, sign);
            }
        });
        return values.Take(count).Select((value, k) => (value / (SquaresOf(shape) * n), directions[k]));
    }

    private static IEnumerable<(double Variance, double[] Direction)> PartByCovariance(
        PixelSet pictures, int sign, int count, CancellationToken cancellation)
    {
        var shape = pictures.Shape;
        int n = pictures.Count, length = pictures.ImageLength / shape.Width * ColumnsOf(shape);
        var (products, sums) = ByteProducts.OfColumns((i, row) => Halve(pictures.Image(i), shape, sign, row), n, length, cancellation);
        double[] means = Array.ConvertAll(sums, sum => sum / (double)n);
        for (int i = 0; sign > 0 && i < length; i++)
        {
            Rows.AddScaled(-n * means[i], means, products.AsSpan(i * length, length));
        }

        var (values, vectors) = SymmetricEigen.Largest(products, length, Math.Min(count, length), cancellation);
        return values.Take(ExactPca.SpannedBy(values))
            .Select((value, k) => (value / (SquaresOf(shape) * n), Whole(vectors.AsSpan(k * length, length).ToArray(), shape, sign)));
    }

    // An even width is halved. The middle column of an odd one would count half as much as the others: all columns are kept there.
    private static int ColumnsOf(PictureShape shape) => shape.Width % 2 == 0 ? shape.Width / 2 : shape.Width;

    // A half row r holds x ± mirror(x) in levels: the part itself is r / 2, twice as long. Where all columns are kept it is r / 2.
    private static double SquaresOf(PictureShape shape) => (shape.Width % 2 == 0 ? 2 : 4) * 255.0 * 255.0;

    private static void Halve(ReadOnlySpan<byte> image, PictureShape shape, int sign, Span<short> half)
    {
        int columns = ColumnsOf(shape);
        for (int i = 0; i < half.Length; i++)
        {
            var (at, mirror) = PictureSpace.Places(shape, columns, i);
            half[i] = (short)(image[at] + (sign * image[mirror]));
        }
    }

    private static double[] Whole(double[] half, PictureShape shape, int sign)
    {
        int columns = ColumnsOf(shape);
        double[] whole = new double[shape.Length];
        double scale = 1 / Math.Sqrt((columns == shape.Width ? 1 : 2) * Rows.Dot(half, half));
        for (int i = 0; i < half.Length; i++)
        {
            var (at, mirror) = PictureSpace.Places(shape, columns, i);
            whole[at] = scale * half[i];
            if (columns < shape.Width)
            {
                whole[mirror] = sign * scale * half[i];
            }
        }

        return whole;
    }
}
