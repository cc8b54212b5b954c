using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Families.Mlp;

public sealed class MlpTests() : FamilyTests(
    new MlpOptions(), parameters: 25_704_704, flops: 51_380_224,
    """
    encoder.1.weight 1024x12288, encoder.1.bias 1024, encoder.3.weight 256x1024, encoder.3.bias 256,
    decoder.0.weight 1024x256, decoder.0.bias 1024, decoder.2.weight 12288x1024, decoder.2.bias 12288
    """,
    new MlpOptions { ImageSize = 16, Latent = 3 });
