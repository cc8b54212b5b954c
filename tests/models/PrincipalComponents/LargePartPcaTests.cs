using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Tests.Data;

namespace ILGpuAutoencoders.Tests.Models.PrincipalComponents;

public sealed class LargePartPcaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8, 40, 5, false)] // By products of pictures.
    [InlineData(8, 40, 5, true)]
    [InlineData(8, 300, 5, false)] // By products of values.
    [InlineData(8, 300, 5, true)]
    [InlineData(20, 1100, 4, true)] // By Krylov iteration.
    public void Components_of_pictures_in_a_file_have_the_bits_of_those_in_memory(int size, int count, int components, bool isMirrored)
    {
        var pictures = SomePictures.LowRank(count, size, rank: 12, seed: 1);
        var expected = Pca.Fit(pictures, components, isMirrored);
        var actual = Pca.Fit(PixelsInFile.Of(pictures, _folder.At("pixels")), components, isMirrored);

        Assert.Equal(components, actual.Count);
        Assert.Equal(expected.Mean, actual.Mean);
        Assert.Equal(expected.Variances, actual.Variances);
        Assert.True(expected.Components.Zip(actual.Components).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));
    }

    [Theory]
    [InlineData(70, 5)]
    [InlineData(3, 40)]
    [InlineData(9000, 3)] // More than one block.
    public void Products_of_columns_are_those_of_the_transposed_rows(int count, int length)
    {
        var random = new Random(count);
        short[][] rows = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => Level(random)).ToArray())];

        var (products, sums) = ByteProducts.OfColumns((i, row) => rows[i].CopyTo(row), count, length);

        short[][] columns = [.. Enumerable.Range(0, length).Select(j => rows.Select(row => row[j]).ToArray())];
        Assert.Equal(ByteProducts.Gram((j, column) => columns[j].CopyTo(column), length, count), products);
        Assert.Equal(columns.Select(column => column.Sum(value => (long)value)), sums);
    }

    private static short Level(Random random) => (short)random.Next(-510, 511);
}
