using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Tests.Models.PrincipalComponents;

public sealed class MirroredPcaTests
{
    [Theory]
    [InlineData(20, 16, 10)] // Fewer pictures than half their values: by the Gram matrix.
    [InlineData(60, 4, 10)] // More: by the covariance.
    [InlineData(60, 4, 48)]
    public void Components_are_those_of_a_set_that_holds_the_mirror_images(int count, int size, int components)
    {
        RequireThoseOfMirrors(SomePictures.Noise(count, size, 1), components);
    }

    [Theory]
    [InlineData(20, 9, 7, 1, 8)] // The middle column of an odd width is its own mirror image.
    [InlineData(90, 5, 4, 3, 20)]
    [InlineData(40, 6, 3, 1, 9)]
    public void Any_width_and_grey_pictures_have_them(int count, int width, int height, int channels, int components)
    {
        var shape = new PictureShape(width, height, channels);
        byte[] pixels = new byte[count * shape.Length];
        new Random(1).NextBytes(pixels);
        RequireThoseOfMirrors(SomePictures.Of(shape, pixels), components);
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(8, 3)]
    public void Coordinates_in_the_even_and_odd_spaces_are_those_of_an_orthonormal_basis(int width, int channels)
    {
        var shape = new PictureShape(width, 5, channels);
        byte[] pixels = new byte[shape.Length];
        new Random(2).NextBytes(pixels);
        double[] picture = [.. pixels.Select(level => level / 255.0)], sum = new double[shape.Length];
        var spaces = PictureSpace.Of(shape, isMirrored: true);
        Assert.Equal(shape.Length, spaces.Sum(space => space.Length));
        foreach (var space in spaces)
        {
            double[] coordinates = space.Of(picture);
            float[] filled = new float[space.Length];
            space.Fill(pixels, new float[space.Length], filled);
            Assert.Equal(coordinates, filled.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
            double[] part = space.ToPicture(coordinates);
            Assert.Equal(Rows.Dot(coordinates, coordinates), Rows.Dot(part, part), 9);
            Rows.AddScaled(1, part, sum);
        }

        Assert.Equal(picture, sum, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    private static void RequireThoseOfMirrors(PixelSet pictures, int components)
    {
        var expected = ExactPca.Fit(SomePictures.WithMirrors(pictures), components, CancellationToken.None);
        var actual = MirroredPca.Fit(pictures, components, CancellationToken.None);
        Assert.Equal(expected.Mean, actual.Mean, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(expected.Variances, actual.Variances, (a, b) => Math.Abs(a - b) < 1e-9 * a);
        for (int k = 0; k < components; k++)
        {
            Assert.Equal(1, Math.Abs(Rows.Dot(expected.Components[k], actual.Components[k])), 1e-6);
        }
    }
}
