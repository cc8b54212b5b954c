using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Tests.Models.PrincipalComponents;

public sealed class KrylovPcaTests
{
    private const int Size = 16, Components = 32;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Components_of_few_directions_and_noise_are_the_exact_ones(bool isMirrored)
    {
        var pictures = SomePictures.LowRank(300, Size, rank: Components, seed: 1);
        Pca exact = Exact(pictures, Components, isMirrored), krylov = Fit(pictures, Components, isMirrored);
        Assert.Equal(exact.Count, krylov.Count);
        Assert.Equal(exact.Mean, krylov.Mean, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(exact.Variances, krylov.Variances, (a, b) => Math.Abs(a - b) < 1e-4 * a);
        Assert.InRange(Psnr(exact, pictures) - Psnr(krylov, pictures), -1e-4, 1e-4);
        Assert.InRange(SineOfLargestAngle(exact, krylov), 0, 1e-2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Components_of_noise_alone_cost_less_than_a_thousandth_of_its_variance(bool isMirrored)
    {
        // No direction stands out here: the worst case for any iteration, and the one in which the choice of directions matters least.
        var pictures = SomePictures.Noise(400, Size, seed: 2);
        Pca exact = Exact(pictures, Components, isMirrored), krylov = Fit(pictures, Components, isMirrored);
        double all = Exact(pictures, 400, isMirrored).Variances.Sum();
        Assert.InRange(exact.Variances.Sum() - krylov.Variances.Sum(), 0, 1e-3 * all);
        Assert.InRange(Psnr(exact, pictures) - Psnr(krylov, pictures), -0.005, 0.005);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_decide_no_bits(bool isMirrored)
    {
        var pictures = SomePictures.LowRank(200, Size, rank: 40, seed: 3);
        var one = Fit(pictures, Components, isMirrored, threads: 1);
        foreach (int threads in (int[])[2, 3])
        {
            var other = Fit(pictures, Components, isMirrored, threads);
            Assert.Equal(one.Variances, other.Variances);
            Assert.All(Enumerable.Range(0, one.Count), k => Assert.Equal(one.Components[k], other.Components[k]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Products_with_the_covariance_are_those_of_all_blocks_together(bool isMirrored)
    {
        var pictures = SomePictures.LowRank(50, Size, rank: 10, seed: 4);
        double[] mean = [.. Exact(pictures, 1, isMirrored).Mean];
        using var device = new SimdDevice(2);
        foreach (var space in PictureSpace.Of(Size, isMirrored))
        {
            double[] q = [.. Enumerable.Range(0, 2 * space.Length).Select(i => Math.Sin(i))], expected = new double[q.Length];
            for (int i = 0; i < pictures.Count; i++)
            {
                double[] x = space.Of([.. pictures.Image(i).ToArray().Select((level, j) => (level / 255.0) - mean[j])]);
                for (int k = 0; k < 2; k++)
                {
                    double along = Rows.Dot(x, q.AsSpan(k * space.Length, space.Length));
                    Rows.AddScaled(along / pictures.Count, x, expected.AsSpan(k * space.Length, space.Length));
                }
            }

            using var ranks = new CovarianceRanks(AloneWorld.Instance, threads: 2, valuesPerBlock: 7 * space.Length);
            var covariance = new PictureCovariance(device, pictures, space, mean, ranks);
            double[] actual = covariance.Times(q, CancellationToken.None);
            double scale = expected.Max(Math.Abs);
            Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-5 * scale);
        }
    }

    [Fact]
    public void Few_directions_give_few_components_and_no_variance_none()
    {
        var pictures = SomePictures.Repeat(SomePictures.Noise(10, Size, seed: 5), times: 20);
        Pca krylov = Fit(pictures, Components, isMirrored: false), exact = Exact(pictures, Components, isMirrored: false);
        Assert.Equal(9, exact.Count);
        Assert.InRange(krylov.Count, 9, Components);
        Assert.Equal(exact.Variances, krylov.Variances.Take(9), (a, b) => Math.Abs(a - b) < 1e-4 * a);
        Assert.True(Psnr(krylov, pictures) > 60);
        Assert.All((bool[])[false, true], isMirrored =>
        {
            Assert.Equal(0, Fit(SomePictures.Flat(40, Size), Components, isMirrored).Count);
            Assert.Equal(0, Exact(SomePictures.Flat(40, Size), Components, isMirrored).Count);
            Assert.Equal(0, Exact(SomePictures.Flat(40, 2), 5, isMirrored).Count);
        });
    }

    [Fact]
    public void The_mean_picture_is_all_that_no_components_know()
    {
        var flat = SomePictures.Flat(40, Size);
        float[] result = new float[flat.ImageLength];
        Fit(flat, Components, isMirrored: false).Reconstruct(new float[flat.ImageLength], result);
        Assert.All(result, value => Assert.Equal(77 / 255f, value, 1e-6f));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancellation_ends_the_work_before_the_next_step(bool isMirrored)
    {
        using var stop = new CancellationTokenSource();
        using var device = new SimdDevice(2);
        var told = new List<(int, int)>();
        void Tell(int done, int total)
        {
            told.Add((done, total));
            if (done == 3)
            {
                stop.Cancel();
            }
        }

        var pictures = SomePictures.Noise(600, Size, seed: 6);
        Assert.ThrowsAny<OperationCanceledException>(() => KrylovPca.Fit(device, pictures, Components, isMirrored, Tell, CovarianceRanks.Alone, stop.Token));
        Assert.Equal(Enumerable.Range(0, 4).Select(step => (step, KrylovPca.MostSteps)), told);
    }

    /// <summary>50 pictures in blocks of 3 or 6: as many as 17 leaves, and fewer than a power of two.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_number_of_ranks_finds_the_same_bits(bool isMirrored)
    {
        var pictures = SomePictures.Noise(50, Size, seed: 8);
        var expected = FitOver(1, stopsAt: null);
        for (int size = 2; size <= 5; size++)
        {
            var actual = FitOver(size, stopsAt: null);
            Assert.Equal(expected.Mean, actual.Mean);
            Assert.Equal(expected.Variances, actual.Variances);
            Assert.Equal(expected.Components, actual.Components);
        }

        Assert.ThrowsAny<OperationCanceledException>(() => FitOver(3, stopsAt: 2));

        Pca FitOver(int size, int? stopsAt)
        {
            Pca? found = null;
            LocalWorld.Run(size, world =>
            {
                using var ranks = new CovarianceRanks(world, threads: 1, valuesPerBlock: 3 * pictures.ImageLength);
                if (world.Rank > 0)
                {
                    ranks.Answer(pictures, isMirrored);
                    return;
                }

                using var stop = new CancellationTokenSource();
                using var device = ranks.OpenDevice();
                Action<int, int> progress = (step, _) => (step == stopsAt ? stop : null)?.Cancel();
                found = KrylovPca.Fit(device, pictures, Components, isMirrored, progress, ranks, stop.Token);
            });
            return found!;
        }
    }

    /// <summary>Float products added in double are rounded so rarely that the sums of real pictures do not show their order.</summary>
    [Fact]
    public void Sums_of_blocks_have_the_order_of_the_tree_whoever_makes_them()
    {
        for (int leaves = 1; leaves <= 17; leaves++)
        {
            var tree = new TreeShape(leaves);
            var random = new RandomStream(9, RandomPurpose.Statistics);
            double[][] blocks = [.. Enumerable.Range(0, leaves).Select(_ => (double[])[random.Normal(), 1e16 * random.Normal()])];
            var alone = new NodeSums(tree);
            Add(alone, 0, leaves);
            for (int size = 2; size <= 5; size++)
            {
                var together = new NodeSums(tree);
                for (int rank = 0; rank < size; rank++)
                {
                    var own = new NodeSums(tree);
                    var (first, end) = tree.LeavesOf(rank, size);
                    Add(own, first, end);
                    foreach (var (node, values) in tree.NodesOf(rank, size).Zip(own.Values))
                    {
                        together.Add(node, values);
                    }
                }

                Assert.Equal(Assert.Single(alone.Values), Assert.Single(together.Values));
            }

            void Add(NodeSums sums, int first, int end)
            {
                for (int i = first; i < end; i++)
                {
                    sums.Add(new(0, i), [.. blocks[i]]);
                }
            }
        }
    }

    [Fact]
    public void Ranks_that_are_asked_nothing_go_on() => LocalWorld.Run(3, world =>
    {
        using var ranks = new CovarianceRanks(world, threads: 1);
        if (world.Rank > 0)
        {
            ranks.Answer(SomePictures.Flat(4, Size), isMirrored: false);
        }
    });

    [Fact]
    public void Exact_work_is_cancelled_in_each_of_its_stages()
    {
        var stopped = new CancellationToken(canceled: true);
        var pictures = SomePictures.Noise(30, Size, seed: 7);
        Assert.ThrowsAny<OperationCanceledException>(() => ExactPca.Fit(pictures, 4, stopped));
        Assert.ThrowsAny<OperationCanceledException>(() => MirroredPca.Fit(pictures, 4, stopped));
        Assert.ThrowsAny<OperationCanceledException>(() => ByteProducts.Gram((_, _) => { }, 4, 4, stopped));
        Assert.ThrowsAny<OperationCanceledException>(() => SymmetricEigen.Largest([2, 1, 1, 2], 2, 2, stopped));
    }

    private static Pca Fit(PixelSet pictures, int count, bool isMirrored, int threads = 2)
    {
        using var device = new SimdDevice(threads);
        return KrylovPca.Fit(device, pictures, count, isMirrored, null, CovarianceRanks.Alone, CancellationToken.None);
    }

    private static Pca Exact(PixelSet pictures, int count, bool isMirrored) => isMirrored
        ? MirroredPca.Fit(pictures, count, CancellationToken.None)
        : ExactPca.Fit(pictures, count, CancellationToken.None);

    private static double SineOfLargestAngle(Pca a, Pca b)
    {
        int length = a.Mean.Count, n = a.Count;
        double[] Flat(Pca pca) => [.. pca.Components.SelectMany(row => row)];
        double[] cosines = RowProducts.Dots(Flat(a), Flat(b), length);
        var (squares, _) = SymmetricEigen.Largest(RowProducts.Dots(cosines, cosines, b.Count), n, n);
        return Math.Sqrt(Math.Max(0, 1 - squares[^1]));
    }

    private static double Psnr(Pca pca, PixelSet pictures)
    {
        float[] picture = new float[pictures.ImageLength], result = new float[pictures.ImageLength];
        double sum = 0;
        for (int i = 0; i < pictures.Count; i++)
        {
            PixelValues.ToUnit(pictures.Image(i), picture);
            pca.Reconstruct(picture, result);
            sum += -10 * Math.Log10(picture.Zip(result, (x, y) => (double)(x - y) * (x - y)).Average());
        }

        return sum / pictures.Count;
    }
}
