using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Tests.Models.PrincipalComponents;

public sealed class RowProductsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 7, 1_031)] // Neither tiles nor chunks come out even.
    [InlineData(8, 4, 2_048)]
    public void Dots_and_combinations_are_those_of_plain_loops(int m, int n, int length)
    {
        double[] a = Waves(m * length, 0.37), b = Waves(n * length, 0.73), coefficients = Waves(m * n, 1.1), targets = [.. b];
        double[] dots = RowProducts.Dots(a, b, length);
        RowProducts.AddCombinations(coefficients, a, targets, length, scale: -2);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                double dot = Enumerable.Range(0, length).Sum(c => a[(i * length) + c] * b[(j * length) + c]);
                Assert.Equal(dot, dots[(i * n) + j], 1e-9);
            }

            for (int c = 0; c < length; c++)
            {
                double sum = Enumerable.Range(0, m).Sum(i => coefficients[(i * n) + j] * a[(i * length) + c]);
                Assert.Equal(b[(j * length) + c] - (2 * sum), targets[(j * length) + c], 1e-9);
            }
        }
    }

    [Fact]
    public void A_basis_keeps_what_a_block_has_more()
    {
        const int Length = 50;
        double[] first = Waves(3 * Length, 0.37);
        var basis = new OrthonormalRows(10, Length);
        Assert.Equal(3, basis.Append([.. first], 0));
        // Two rows that it spans, and one that it does not.
        Assert.Equal(1, basis.Append([.. first.AsSpan(0, 2 * Length), .. Waves(Length, 0.91)], 0));
        Assert.Equal(0, basis.Append([.. first], 1));
        double[] dots = RowProducts.Dots(basis.Values, basis.Values, Length);
        Assert.Equal(4, basis.Count);
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(i % 5 == 0 ? 1 : 0, dots[i], 1e-12));
    }

    private static double[] Waves(int count, double step) =>
        [.. Enumerable.Range(0, count).Select(i => Math.Sin(1 + (step * i * (double)i)))];
}
