using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Models.Families.Conv;

namespace ILGpuAutoencoders.Tests.Models.Families.Denoising;

public sealed class DenoisingTests() : FamilyTests(
    new DenoisingOptions(), parameters: 4_533_827, flops: 81_788_928, ConvTests.StateDictionary,
    new DenoisingOptions { Noise = CorruptionKind.SaltPepper, NoiseFactor = 0.25f })
{
    [Theory]
    [InlineData("none", 0.1f)]
    [InlineData("mask", 1.5f)]
    [InlineData("gaussian", -1f)]
    public void There_is_a_noise_to_undo_and_its_strength_is_one(string noise, float factor) =>
        Assert.Throws<ArgumentException>(() => new DenoisingOptions { Noise = CorruptionKind.Find(noise)!, NoiseFactor = factor }.Build());
}
