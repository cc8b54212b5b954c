using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Batches;

public class CutTests
{
    private const int Size = 10, Side = 4;

    [Fact]
    public void Training_cuts_everywhere_and_by_seed_epoch_and_picture_alone()
    {
        var places = new HashSet<(int, int)>();
        for (int epoch = 0; epoch < 40; epoch++)
        {
            float[][] cuts = Cuts(epoch, batchSize: 4, workers: 1);
            Assert.Equal(cuts, Cuts(epoch, batchSize: 3, workers: 2));
            foreach (float[] cut in cuts)
            {
                var (x, y) = PlaceOf(cut);
                Assert.InRange(x, 0, Size - Side);
                Assert.InRange(y, 0, Size - Side);
                places.Add((x, y));
            }
        }

        Assert.True(places.Count > 45, $"{places.Count} of 49 places");
    }

    [Fact]
    public void Evaluation_cuts_the_middle()
    {
        var batch = new BatchSource(Set(), new BatchOptions { Cut = Side }).Sequential(TestContext.Current.CancellationToken).First();
        Assert.Equal(3 * Side * Side, batch.ImageLength);
        Assert.Equal((3, 3), PlaceOf(batch.Input[..batch.ImageLength]));
        var centre = Set().Centre(Side);
        Assert.Equal(Side, centre.Shape.Size);
        for (int i = 0; i < batch.Input.Length; i++)
        {
            Assert.Equal(centre.Image(i / batch.ImageLength)[i % batch.ImageLength] / 255f, batch.Input[i]);
        }
    }

    [Fact]
    public void A_cut_larger_than_the_pictures_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchSource(Set(), new BatchOptions { Cut = Size + 1 }));

    /// <summary>The cuts of an epoch by picture.</summary>
    private static float[][] Cuts(int epoch, int batchSize, int workers)
    {
        float[][] cuts = new float[7][];
        foreach (var batch in new BatchSource(
            Set(), new BatchOptions { Cut = Side, Seed = 3, BatchSize = batchSize, Workers = workers }).Epoch(
                epoch, cancellation: TestContext.Current.CancellationToken))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                cuts[batch.Indices[i]] = batch.Input.Slice(i * batch.ImageLength, batch.ImageLength).ToArray();
            }
        }

        return cuts;
    }

    /// <summary>Red tells the column, green the row.</summary>
    private static (int X, int Y) PlaceOf(ReadOnlySpan<float> cut)
    {
        (int x, int y) = ((int)MathF.Round(cut[0] * 255), (int)MathF.Round(cut[1] * 255));
        for (int i = 0; i < Side * Side; i++)
        {
            Assert.Equal((x + i % Side, y + i / Side), ((int)MathF.Round(cut[3 * i] * 255), (int)MathF.Round(cut[3 * i + 1] * 255)));
        }

        return (x, y);
    }

    private static PixelSet Set()
    {
        const int Pictures = 7;
        byte[] pixels = new byte[Pictures * Size * Size * 3];
        for (int i = 0; i < pixels.Length / 3; i++)
        {
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = ((byte)(i % Size), (byte)(i / Size % Size), (byte)(i / Size / Size));
        }

        return new PixelSet(Size, [.. Enumerable.Range(0, Pictures).Select(i => $"{i}")], pixels);
    }
}
