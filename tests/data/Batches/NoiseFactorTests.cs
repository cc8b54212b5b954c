using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Batches;

public class NoiseFactorTests
{
    [Theory]
    [InlineData("0.1", 0.1f, 0.1f)]
    [InlineData("0.05..0.3", 0.05f, 0.3f)]
    [InlineData("0..25", 0f, 25f)]
    public void A_number_or_a_range_is_read_and_written(string text, float low, float high)
    {
        Assert.True(NoiseFactor.TryParse(text, out var factor));
        Assert.Equal(new NoiseFactor(low, high), factor);
        Assert.Equal(text, factor.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0.3..0.1")]
    [InlineData("0.1..")]
    [InlineData("..0.1")]
    [InlineData("0.1..0.2..0.3")]
    public void Anything_else_is_refused(string text) => Assert.False(NoiseFactor.TryParse(text, out _));

    [Fact]
    public void Pictures_draw_their_own_from_a_range_by_seed_and_epoch()
    {
        NoiseFactor range = new(0.05f, 0.3f), one = 0.1f;
        float[] drawn = [.. Enumerable.Range(0, 2000).Select(i => range.Draw(1, 3, (uint)i))];
        Assert.All(drawn, factor => Assert.InRange(factor, 0.05f, 0.3f));
        Assert.InRange(drawn.Average(), 0.17, 0.18);
        Assert.Equal(drawn[7], range.Draw(1, 3, 7));
        Assert.NotEqual(drawn[7], range.Draw(1, 4, 7));
        Assert.NotEqual(drawn[7], range.Draw(2, 3, 7));
        Assert.Equal(0.1f, one.Draw(1, 3, 7));
    }

    [Fact]
    public void Corruption_takes_each_pictures_strength_and_unclamped_noise_leaves_the_range()
    {
        var corruption = new Corruption(CorruptionKind.GaussianUnclamped, new NoiseFactor(0.05f, 0.3f));
        float[] clean = new float[3 * 60 * 40];
        float[] noisy = new float[clean.Length];
        for (uint picture = 0; picture < 5; picture++)
        {
            corruption.Apply(clean, noisy, 60, 40, seed: 1, Corruption.EvaluationEpoch, picture);
            double deviation = Math.Sqrt(noisy.Average(v => (double)v * v)),
            expected = corruption.Factor.Draw(1, Corruption.EvaluationEpoch, picture);
            Assert.InRange(deviation, 0.97 * expected, 1.03 * expected);
            Assert.True(noisy.Min() < -expected);
        }
    }
}
