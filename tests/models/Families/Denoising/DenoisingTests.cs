using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Models.Families.Conv;

namespace ILGpuAutoencoders.Tests.Models.Families.Denoising;

public sealed class DenoisingTests() : FamilyTests(
    new DenoisingOptions(), parameters: 4_533_827, flops: 81_788_928, ConvTests.StateDictionary,
    new DenoisingOptions { Noise = CorruptionKind.SaltPepper, NoiseFactor = 0.25f })
{
    [Theory]
    [InlineData(CorruptionKind.None, 0.1f)]
    [InlineData(CorruptionKind.Mask, 1.5f)]
    [InlineData(CorruptionKind.Gaussian, -1f)]
    public void There_is_a_noise_to_undo_and_its_strength_is_one(CorruptionKind noise, float factor) =>
        Assert.Throws<ArgumentException>(() => new DenoisingOptions { Noise = noise, NoiseFactor = factor }.Build());
}
