using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Families.Shallow;

public sealed class ShallowTests() : FamilyTests(
    new ShallowOptions(), parameters: 8_406_803, flops: 19_922_944,
    """
    encoder.0.weight 16x3x4x4, encoder.0.bias 16, encoder.3.weight 256x16384, encoder.3.bias 256,
    decoder.0.weight 16384x256, decoder.0.bias 16384, decoder.3.weight 16x3x4x4, decoder.3.bias 3
    """,
    new ShallowOptions { ImageSize = 32 });
