using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Families.Improved;

public sealed class ImprovedTests() : FamilyTests(
    new ImprovedOptions(), parameters: 9_717_763, flops: 423_624_704,
    $"{Features}, encoder.14.weight 256x8192, encoder.14.bias 256, {Decoder}",
    new ImprovedOptions { Dropout = 0.3f })
{
    internal static string Features { get; } = $"""
        encoder.0.weight 64x3x4x4, {BatchNorm("encoder.1", 64)}, encoder.3.weight 128x64x4x4, {BatchNorm("encoder.4", 128)},
        encoder.6.weight 256x128x4x4, {BatchNorm("encoder.7", 256)}, encoder.9.weight 512x256x4x4, {BatchNorm("encoder.10", 512)}
        """;

    internal static string Decoder { get; } = $"""
        decoder.0.weight 8192x256, decoder.0.bias 8192, {BatchNorm("decoder.2", 512)},
        decoder.4.weight 512x256x4x4, {BatchNorm("decoder.5", 256)}, decoder.7.weight 256x128x4x4, {BatchNorm("decoder.8", 128)},
        decoder.10.weight 128x64x4x4, {BatchNorm("decoder.11", 64)}, decoder.13.weight 64x3x4x4, decoder.13.bias 3
        """;

    [Fact]
    public void Everything_cannot_be_dropped() => Assert.Throws<ArgumentException>(() => new ImprovedOptions { Dropout = 1 }.Build());
}
