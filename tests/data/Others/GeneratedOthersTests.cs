using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Others;

public class GeneratedOthersTests
{
    [Fact]
    public void A_picture_is_fixed_by_seed_and_index_and_the_kinds_take_turns()
    {
        for (int index = 0; index < 2 * GeneratedOthers.Kinds.Count; index++)
        {
            byte[] picture = GeneratedOthers.Draw(3, index, 16);
            Assert.Equal(picture, GeneratedOthers.Draw(3, index, 16));
            Assert.NotEqual(picture, GeneratedOthers.Draw(4, index, 16));
            Assert.NotEqual(picture, GeneratedOthers.Draw(3, index + GeneratedOthers.Kinds.Count, 16));
            Assert.Equal(GeneratedOthers.Kinds[index % GeneratedOthers.Kinds.Count], GeneratedOthers.KindOf(index));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => GeneratedOthers.Draw(0, 0, 60));
    }

    [Fact]
    public void A_picture_is_the_same_at_every_size()
    {
        // Of what is finer than a pixel only the mean is the same, and that but nearly: the lens is not linear.
        for (int index = 0; index < 18; index++)
        {
            var large = new Picture(128, 128, GeneratedOthers.Draw(0, index, 128));
            byte[] small = GeneratedOthers.Draw(0, index, 32), shrunk = PixelResizer.Resize(large, Crop.Whole, 32).Pixels.ToArray();
            Assert.Equal(shrunk.Average(b => b), small.Average(b => b), 12.0);
            if (GeneratedOthers.KindOf(index) is "leaves" or "objects" or "scenes")
            {
                Assert.True(small.Zip(shrunk, (a, b) => Math.Abs(a - b)).Average() < 12, $"picture {index}");
            }
        }
    }

    [Fact]
    public void Every_kind_varies_in_level_and_contrast()
    {
        foreach (var kind in Enumerable.Range(0, 120).Select(
            i => (Kind: GeneratedOthers.KindOf(i), Picture: GeneratedOthers.Draw(0, i, 16))).GroupBy(p => p.Kind))
        {
            double[] means = [.. kind.Select(p => p.Picture.Average(b => b))];
            double[] spreads =
                [.. kind.Select(p => Math.Sqrt(p.Picture.Average(b => (b - p.Picture.Average(x => x)) * (b - p.Picture.Average(x => x)))))];
            Assert.InRange(means.Average(), 60, 190);
            Assert.True(means.Max() - means.Min() > 50, kind.Key);
            Assert.True(spreads.Max() > 1.5 * spreads.Min(), kind.Key);
        }
    }

    [Fact]
    public void Leaves_have_the_spectrum_of_photographs()
    {
        const int Side = 64, Highest = 20;
        double[] power = new double[Highest + 1];
        for (int index = 0; index < 96; index += GeneratedOthers.Kinds.Count)
        {
            byte[] picture = GeneratedOthers.Draw(1, index, Side);
            for (int row = 0; row < Side; row++)
            {
                for (int f = 2; f <= Highest; f++)
                {
                    double re = 0, im = 0;
                    for (int x = 0; x < Side; x++)
                    {
                        // Hann's window: without it the jump between the borders is most of the spectrum.
                        double value = picture[3 * (row * Side + x) + 1] * (1 - Math.Cos(2 * Math.PI * x / Side));
                        re += value * Math.Cos(2 * Math.PI * f * x / Side);
                        im += value * Math.Sin(2 * Math.PI * f * x / Side);
                    }

                    power[f] += re * re + im * im;
                }
            }
        }

        // Along a line, photographs have about 1/f² (Field, 1987).
        double slope = Math.Log(power[Highest] / power[2]) / Math.Log(Highest / 2.0);
        Assert.InRange(slope, -2.5, -1.5);
    }
}
