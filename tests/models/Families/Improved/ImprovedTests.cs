using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Models.Export;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Families.Improved;

public sealed class ImprovedTests() : FamilyTests(
    new ImprovedOptions(), parameters: 9_717_763, flops: 423_624_704,
    $"{Features}, encoder.14.weight 256x8192, encoder.14.bias 256, {Decoder}",
    new ImprovedOptions { Dropout = 0.3f }, new ImprovedOptions { Norm = NormKind.None, Width = 16, Refine = 2 })
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
    public void Corrections_share_their_weights_and_each_costs_a_pass_through_both_halves()
    {
        ModelSummary Summary(int refine) => new(new ImprovedOptions { Width = 32, Refine = refine }.Build());
        var (plain, once, thrice) = (Summary(0), Summary(1), Summary(3));
        long encoder = plain.Layers.Where(layer => layer.Name.StartsWith("encoder", StringComparison.Ordinal)).Sum(
            layer => layer.Parameters);
        Assert.Equal(plain.Parameters + encoder, once.Parameters);
        Assert.Equal(once.Parameters, thrice.Parameters);
        Assert.Equal(2 * plain.FlopsPerImage, once.FlopsPerImage);
        Assert.Equal(4 * plain.FlopsPerImage, thrice.FlopsPerImage);
    }

    [Fact]
    public void The_latent_vector_is_corrected_by_what_its_reconstruction_misses()
    {
        using var device = new SimdDevice(1);
        using var model = OnnxSession.Model(device, new ImprovedOptions { ImageSize = 16, Latent = 8, Width = 4, Refine = 2 });
        using var pause = Autograd.Pause();
        Layer Part(string name) => model.Modules.Single(module => module.Name == name).Layer;
        Tensor Through(string name, Tensor x) => Part(name).Forward(x, ForwardPass.Inference);
        var x = Tensor.FromArray(device, [1, 16, 16, 3], OnnxSession.ToPixels(GoldenNumbers.Pictures(0, 1, 16), 1, 3, 16, 16));
        var z = Through("encoder", x);
        for (int i = 0; i < 2; i++)
        {
            z = z.Add(Through("refine", x.Subtract(Through("decoder", z))));
        }

        Assert.Equal(z.ToArray(), model.AsLatentModel().Encode(x, ForwardPass.Inference).ToArray());
        Assert.Equal(Through("decoder", z).ToArray(), model.Forward(x, ForwardPass.Inference).ToArray());
    }

    [Fact]
    public void A_checkpoint_of_before_there_were_corrections_is_of_a_network_without()
    {
        var metadata = new Dictionary<string, string>(new ImprovedOptions().ToMetadata());
        Assert.True(metadata.Remove("refine") && metadata.Remove("width"));
        Assert.Equal(new ImprovedOptions(), ModelCatalog.OptionsOf(metadata, "x"));
    }

    [Fact]
    public void Everything_cannot_be_dropped() => Assert.Throws<ArgumentException>(() => new ImprovedOptions { Dropout = 1 }.Build());
}
