using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Batches;

public class PictureAugmentationTests
{
    private const int Side = 16, Count = 12;

    private static readonly BatchOptions s_plain = new() { BatchSize = 4, Seed = 7 };

    [Theory]
    [InlineData(0.3f, 0, 0)]
    [InlineData(0, 0.5f, 0)]
    [InlineData(0, 0, 0.1f)]
    public void An_augmentation_depends_on_seed_epoch_and_picture_alone(float jitter, float brightness, float cutOut)
    {
        var set = Set();
        var varied = s_plain with { CropJitter = jitter, Brightness = brightness, CutOut = cutOut };
        float[][] epoch = Targets(new BatchSource(set, varied), 3);

        Assert.Equal(epoch, Targets(new BatchSource(set, varied with { BatchSize = 5, Workers = 3 }), 3));
        Assert.NotEqual(epoch, Targets(new BatchSource(set, varied), 4));
        Assert.NotEqual(epoch, Targets(new BatchSource(set, varied with { Seed = 8 }), 3));
        Assert.NotEqual(epoch, Targets(new BatchSource(set, s_plain), 3));
        Assert.All(epoch.SelectMany(picture => picture), value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void In_evaluation_pictures_are_as_they_are()
    {
        var set = Set();
        var varied = s_plain with { CropJitter = 0.5f, Brightness = 1, CutOut = 0.5f };
        Assert.Equal(
            new BatchSource(set, s_plain).Sequential().SelectMany(batch => batch.Target.ToArray()),
            new BatchSource(set, varied).Sequential().SelectMany(batch => batch.Target.ToArray()));
    }

    /// <summary>A gradient from left to right stays one, with a part of its range.</summary>
    [Fact]
    public void A_part_takes_the_place_of_the_whole()
    {
        var set = Set(i => (byte)(i / 3 % Side * 16));
        float[][] pictures = Targets(new BatchSource(set, s_plain with { CropJitter = 0.5f }), 0);

        Assert.All(pictures, picture =>
        {
            float[] row = [.. Enumerable.Range(0, Side).Select(x => picture[3 * x])];
            Assert.All(row.Zip(row.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
            Assert.InRange(row[^1] - row[0], 0.4f * 240 / 255, 240 / 255f);
            Assert.Equal(picture[..(3 * Side)], picture[^(3 * Side)..]);
        });
        Assert.True(pictures.Select(picture => picture[0]).Distinct().Count() > Count / 2);
    }

    [Fact]
    public void Brightness_multiplies_and_cut_out_blackens_a_square()
    {
        var set = Set(_ => 102);
        Assert.All(
            Targets(new BatchSource(set, s_plain with { Brightness = 0.5f }), 0),
            picture => Assert.InRange(Assert.Single(picture.Distinct()), 0.2f, 0.6f));
        Assert.All(
            Targets(new BatchSource(set, s_plain with { CutOut = 0.25f }), 0),
            picture => Assert.Equal(8 * 8 * 3, picture.Count(value => value == 0)));
    }

    [Theory]
    [InlineData(0.6f, 0, 0)]
    [InlineData(0, -0.1f, 0)]
    [InlineData(0, 0, float.NaN)]
    public void What_is_out_of_its_range_is_refused(float jitter, float brightness, float cutOut) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new BatchSource(Set(), s_plain with { CropJitter = jitter, Brightness = brightness, CutOut = cutOut }));

    private static PixelSet Set() => Set(i => (byte)(i * 40503 >> 3));

    private static PixelSet Set(Func<int, byte> value) => new(
        Side, [.. Enumerable.Range(0, Count).Select(i => $"{i}")], [.. Enumerable.Range(0, Count * Side * Side * 3).Select(value)]);

    private static float[][] Targets(BatchSource source, int epoch) =>
        [.. source.Epoch(epoch).SelectMany(batch => batch.Indices.ToArray().Select(
            (index, i) => (index, Target: batch.Target.Slice(i * batch.ImageLength, batch.ImageLength).ToArray())))
            .OrderBy(each => each.index).Select(each => each.Target)];
}
