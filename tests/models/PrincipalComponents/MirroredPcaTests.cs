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
        var pictures = SomePictures.Noise(count, size, 1);
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
