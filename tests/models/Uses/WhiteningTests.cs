using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Uses.Latents;

namespace ILGpuAutoencoders.Tests.Models.Uses;

public sealed class WhiteningTests
{
    private const int Length = 4, PerClass = 6;

    [Fact]
    public void A_whitened_vector_is_as_long_as_its_distance_in_the_shrunk_covariance()
    {
        double[][] vectors = [.. Enumerable.Range(0, 50).Select(i => Draw(new Random(i)))];
        var (mean, map, classes) = WhiteningFit.Of(vectors, null, new string?[50], TestContext.Current.CancellationToken);
        double[] covariance = new double[Length * Length];
        foreach (double[] vector in vectors)
        {
            for (int i = 0; i < covariance.Length; i++)
            {
                covariance[i] += (vector[i / Length] - mean[i / Length]) * (vector[i % Length] - mean[i % Length]) / vectors.Length;
            }
        }

        double sphere = Enumerable.Range(0, Length).Average(i => covariance[i * (Length + 1)]);
        for (int i = 0; i < covariance.Length; i++)
        {
            covariance[i] = (0.9 * covariance[i]) + (i % (Length + 1) == 0 ? 0.1 * sphere : 0);
        }

        Cholesky.Factor(covariance, Length);
        Assert.Null(classes);
        Assert.All(vectors, vector =>
        {
            double[] mapped = WhiteningFit.Map([.. map.Chunk(Length)], WhiteningFit.Less(vector, mean));
            Assert.Equal(Cholesky.InverseForm(covariance, WhiteningFit.Less(vector, mean)), mapped.Sum(x => x * x), 9);
        });
    }

    [Fact]
    public void What_differs_within_classes_no_longer_counts()
    {
        // The first number tells classes apart, and the second, far larger, changes from picture to picture.
        double[][] vectors = [.. from id in Enumerable.Range(0, 8)
                                 from i in Enumerable.Range(0, PerClass)
                                 let random = new Random((id * PerClass) + i)
                                 select (double[])[id % 4, 50 * random.NextDouble(), (id / 4) + (0.5 * random.NextDouble()), 0.5]];
        string?[] classes = [.. Enumerable.Range(0, vectors.Length).Select(i => $"class {i / PerClass}")];

        var (mean, whitened, within) = WhiteningFit.Of(vectors, null, classes, TestContext.Current.CancellationToken);

        Assert.True(Right(vectors) < 0.7);
        Assert.True(Right(Mapped(whitened)) < Right(Mapped(within!)));
        Assert.Equal(1, Right(Mapped(within!)));

        double[][] Mapped(double[] map) =>
            [.. vectors.Select(vector => WhiteningFit.Map([.. map.Chunk(Length)], WhiteningFit.Less(vector, mean)))];
        double Right(double[][] space) => Enumerable.Range(0, space.Length).Average(i => classes[i] == classes[Enumerable
            .Range(0, space.Length).Where(j => j != i).MinBy(j => WhiteningFit.Less(space[i], space[j]).Sum(x => x * x))] ? 1.0 : 0);
    }

    [Fact]
    public void Mirror_images_are_of_the_class_of_their_picture_and_one_class_is_none()
    {
        double[][] vectors = [.. Enumerable.Range(0, 6).Select(i => Draw(new Random(i)))],
        mirrored = [.. vectors.Select(vector => (double[])[vector[0], vector[1], vector[2], -vector[3]])];
        var token = TestContext.Current.CancellationToken;
        string?[] classes = ["a", "a", "b", "b", null, null];

        Assert.Null(WhiteningFit.Of(vectors, mirrored, ["a", "a", "a", "a", "a", "a"], token).Classes);
        Assert.Null(WhiteningFit.Of(vectors, mirrored, ["a", "b", "c", "d", "e", null], token).Classes);
        double[] with = WhiteningFit.Of(vectors, mirrored, classes, token).Classes!;
        Assert.NotEqual(with, WhiteningFit.Of(vectors, null, classes, token).Classes);
        // Each class has every vector's mirror image: what mirroring changes has no mean.
        double[] mean = WhiteningFit.Of(vectors, mirrored, classes, token).Mean;
        Assert.Equal(0, mean[3], 12);
    }

    [Fact]
    public void The_same_vectors_give_the_same_bits_and_flat_ones_no_infinity()
    {
        double[][] vectors = [.. Enumerable.Range(0, 9).Select(i => Draw(new Random(i)))];
        string?[] classes = [.. Enumerable.Range(0, 9).Select(i => $"{i / 3}")];
        var token = TestContext.Current.CancellationToken;

        var first = WhiteningFit.Of(vectors, vectors, classes, token);
        var second = WhiteningFit.Of(vectors, vectors, classes, token);
        Assert.Equal(first.Whitened, second.Whitened);
        Assert.Equal(first.Classes, second.Classes);

        var flat = WhiteningFit.Of([.. vectors.Select(_ => vectors[0])], null, classes, token);
        Assert.All(flat.Classes!, value => Assert.True(double.IsFinite(value)));
        var space = new Whitening(
            LatentSpace.Whitened, Array.ConvertAll(flat.Mean, x => (float)x), Array.ConvertAll(flat.Whitened, x => (float)x));
        Assert.All(space.Apply(Array.ConvertAll(flat.Mean, x => (float)x)), value => Assert.Equal(0, value));
    }

    private static double[] Draw(Random random)
    {
        double shared = random.NextDouble();
        return [shared, shared + (0.2 * random.NextDouble()), 3 * random.NextDouble(), random.NextDouble() - shared];
    }
}
