using CsCheck;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Pixels;

public class PixelResizerTests
{
    [Fact]
    public void Equals_a_naive_reference_in_double_precision() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 40], Gen.Int[0, 1000]).Sample((width, height, side, seed) =>
        {
            var picture = DrawnPictures.Random(width, height, seed);
            var resized = PixelResizer.Resize(picture, Crop.Whole, side).Pixels;
            for (int i = 0; i < resized.Length; i++)
            {
                double exact = Reference(picture, side, i / 3 % side, i / 3 / side, i % 3);
                // A tie may fall to either side of the reference's own rounding error.
                if (Math.Abs(resized[i] - exact) > 0.5 + 1e-9)
                {
                    return false;
                }
            }
            return true;
        }, iter: 200);

    /// <summary>Runs with narrower vectors too: see NarrowVectorTests.</summary>
    [Fact]
    public void Resized_pixels_are_the_same_on_every_machine()
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        for (int i = 0; i < 200; i++)
        {
            hash.AppendData(
                PixelResizer.Resize(DrawnPictures.Random(1 + (i * 37 % 150), 1 + (i * 53 % 130), i), Crop.Whole, 1 + (i % 70)).Pixels);
        }
        Assert.Equal("7bc1271b88b1d3cc", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    [Fact]
    public void The_own_size_changes_nothing()
    {
        var picture = DrawnPictures.Random(33, 33);
        Assert.True(picture.Pixels.SequenceEqual(PixelResizer.Resize(picture, Crop.Whole, 33).Pixels));
    }

    [Fact]
    public void Halves_are_rounded_up()
    {
        var picture = new Picture(2, 2, [1, 0, 0, 2, 0, 0, 1, 0, 0, 2, 0, 1]);
        Assert.Equal([2, 0, 0], PixelResizer.Resize(picture, Crop.Whole, 1).Pixels.ToArray());
    }

    [Theory]
    [InlineData("whole", 100, 60, 0, 0, 100, 60)]
    [InlineData("square", 100, 60, 20, 0, 60, 60)]
    [InlineData("square", 61, 100, 0, 19, 61, 61)]
    [InlineData("center:0.5", 100, 60, 35, 15, 30, 30)]
    [InlineData("center:0.001", 10, 10, 4, 4, 1, 1)]
    public void Crops_are_centred(string text, int width, int height, int x, int y, int cropWidth, int cropHeight)
    {
        var crop = Crop.Parse(text);
        Assert.Equal((x, y, cropWidth, cropHeight), crop.Apply(width, height));
        Assert.Equal(text, crop.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("center")]
    [InlineData("center:0")]
    [InlineData("center:1.1")]
    [InlineData("center:nan")]
    [InlineData("middle")]
    public void Other_crops_are_refused(string text) => Assert.Throws<FormatException>(() => Crop.Parse(text));

    [Fact]
    public void A_crop_reads_its_part_alone()
    {
        var picture = DrawnPictures.Random(90, 50, 3);
        byte[] part = new byte[3 * 25 * 25];
        for (int row = 0; row < 25; row++)
        {
            picture.Pixels.Slice(3 * ((12 + row) * 90 + 32), 75).CopyTo(part.AsSpan(75 * row));
        }
        byte[] expected = PixelResizer.Resize(new Picture(25, 25, part), Crop.Whole, 16).Pixels.ToArray();
        Assert.Equal(expected, PixelResizer.Resize(picture, Crop.Center(0.5f), 16).Pixels.ToArray());
    }

    [Fact]
    public void Values_round_trip_through_floats()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i), 1, 2, 3];
        float[] values = new float[all.Length];
        PixelValues.ToUnit(all, values);
        Assert.Equal(all.Select(b => b / 255f), values);
        byte[] back = new byte[all.Length];
        PixelValues.ToBytes(values, back);
        Assert.Equal(all, back);
        PixelValues.ToBytes([-1, 2, float.NaN], back.AsSpan(0, 3));
        Assert.Equal([0, 255, 0], back[..3]);
    }

    private static double Reference(Picture picture, int side, int x, int y, int channel)
    {
        double sum = 0;
        for (int row = 0; row < picture.Height; row++)
        {
            double weight = Weight(picture.Height, side, y, row);
            for (int column = 0; weight > 0 && column < picture.Width; column++)
            {
                sum += weight * Weight(picture.Width, side, x, column) * picture.Pixels[3 * (row * picture.Width + column) + channel];
            }
        }
        return sum;
    }

    private static double Weight(int inputs, int outputs, int output, int input)
    {
        double scale = (double)inputs / outputs;
        if (inputs >= outputs)
        {
            return Math.Max(0, Math.Min((output + 1) * scale, input + 1) - Math.Max(output * scale, input)) / scale;
        }
        double centre = Math.Clamp((output + 0.5) * scale - 0.5, 0, inputs - 1);
        return Math.Max(0, 1 - Math.Abs(centre - input));
    }
}
