using CsCheck;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Tests.Models.PrincipalComponents;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(70)]
    [InlineData(300)]
    public void Vectors_are_orthonormal_and_satisfy_the_equation(int n) => Check(Random(n, n), n);

    [Fact]
    public void Small_matrices_of_small_integers_hold_the_equation_too() => Gen.Select(Gen.Int[1, 8], Gen.Int).Sample((n, seed) =>
    {
        // Integers in -1..1 give repeated eigenvalues, zeros and blocks that fall apart.
        var random = new Random(seed);
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                a[i * n + j] = a[j * n + i] = random.Next(3) - 1;
            }
        }

        Check(a, n);
    });

    [Fact]
    public void Most_eigenvalues_may_be_zero()
    {
        const int N = 200;
        double[] a = new double[N * N];
        for (int rank = 0; rank < 5; rank++)
        {
            double[] v = Random(N, rank)[..N];
            for (int i = 0; i < a.Length; i++)
            {
                a[i] += v[i / N] * v[i % N];
            }
        }

        Check(a, N);
    }

    [Fact]
    public void The_largest_come_first()
    {
        double[] diagonal = [2, 0, 0, 0, 7, 0, 0, 0, -5];
        var (values, vectors) = SymmetricEigen.Largest(diagonal, 3, 2);
        Assert.Equal([7, 2], values);
        Assert.Equal(1, Math.Abs(vectors[1]), 12);
        Assert.Equal(1, Math.Abs(vectors[3]), 12);
    }

    [Fact]
    public void Not_a_number_is_an_error()
    {
        double[] matrix = [1, double.NaN, 0, double.NaN, 1, 1, 0, 1, 1];
        Assert.Throws<ArithmeticException>(() => SymmetricEigen.Largest(matrix, 3, 3));
    }

    private static double[] Random(int n, int seed)
    {
        var random = new Random(seed);
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                a[i * n + j] = a[j * n + i] = random.NextDouble() - 0.5;
            }
        }

        return a;
    }

    private static void Check(double[] a, int n)
    {
        var (values, vectors) = SymmetricEigen.Largest([.. a], n, n);
        Assert.Equal(values, SymmetricEigen.Values([.. a], n, CancellationToken.None));
        double scale = Math.Max(1, Math.Sqrt(a.Sum(x => x * x)));
        for (int k = 0; k < n; k++)
        {
            Assert.True(k == 0 || values[k] <= values[k - 1]);
            for (int i = 0; i < n; i++)
            {
                double product = Enumerable.Range(0, n).Sum(j => a[i * n + j] * vectors[k * n + j]);
                Assert.True(Math.Abs(product - values[k] * vectors[k * n + i]) < 1e-12 * scale * n);
            }

            for (int other = 0; other <= k; other++)
            {
                double dot = Enumerable.Range(0, n).Sum(j => vectors[k * n + j] * vectors[other * n + j]);
                Assert.Equal(k == other ? 1 : 0, dot, 11);
            }
        }
    }
}
