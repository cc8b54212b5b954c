using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private readonly SimdDevice _device = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Families => [.. ModelCatalog.Names];

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose()
    {
        _device.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_saved_model_opens_with_the_same_weights_and_saves_to_the_same_bytes(string name)
    {
        using var model = Autoencoder.Create(_device, Small(name), seed: 5);
        model.Save(FilePath, new Dictionary<string, string> { ["epoch"] = "3" });
        using var opened = ModelCatalog.Open(_device, FilePath);
        Assert.Equal(model.Options.ToMetadata(), opened.Options.ToMetadata());
        Assert.All(model.Parameters.Zip(opened.Parameters),
            pair => Assert.True(pair.First.Value.ToArray().AsSpan().SequenceEqual(pair.Second.Value.ToArray()), pair.First.Name));
        Assert.True(
            File.ReadAllBytes(FilePath).AsSpan().SequenceEqual(
                opened.ToCheckpoint(new Dictionary<string, string> { ["epoch"] = "3" }).ToBytes()));
    }

    [Fact]
    public void Counts_are_int64_and_scalar_in_the_file()
    {
        using var model = Autoencoder.Create(_device, Small("improved"));
        var tensor = model.ToCheckpoint().Tensors["encoder.1.num_batches_tracked"];
        Assert.Equal(ElementType.Int64, tensor.Type);
        Assert.Empty(tensor.Shape);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var model = Autoencoder.Create(_device, Small("conv"));
        var checkpoint = model.ToCheckpoint();
        checkpoint.Tensors.Remove("encoder.2.bias");
        var error = Assert.Throws<CheckpointException>(() => model.Load(checkpoint, "some.safetensors"));
        Assert.Contains("encoder.2.bias", error.Message, StringComparison.Ordinal);
        Assert.Contains("some.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_shape_is_named_with_both_shapes_and_changes_nothing()
    {
        using var model = Autoencoder.Create(_device, Small("conv"), seed: 1);
        using var other = Autoencoder.Create(_device, ModelCatalog.Get("conv").Defaults.Sized(16, 7), seed: 2);
        float[] before = model.Parameters[0].Value.ToArray();
        var error = Assert.Throws<CheckpointException>(() => model.Load(other.ToCheckpoint(), "x"));
        Assert.Contains("encoder.7.weight in x is [7, 512], and the model expects [8, 512]", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters[0].Value.ToArray());
    }

    [Theory]
    [InlineData("family", "resnet")]
    [InlineData("image_size", "17")]
    [InlineData("image_size", "x")]
    [InlineData("latent", "")]
    [InlineData("latent", "99999999999")]
    [InlineData("format_version", "2")]
    [InlineData("noise", "fog")]
    [InlineData("noise_factor", "-1")]
    [InlineData("noise_factor", "0.3..0.1")]
    public void Metadata_that_describes_no_model_is_a_checkpoint_error(string key, string value)
    {
        using var model = Autoencoder.Create(_device, Small("denoising"));
        var checkpoint = model.ToCheckpoint();
        checkpoint.Metadata[key] = value;
        checkpoint.Write(FilePath);
        long live = _device.LiveBytes;
        Assert.Throws<CheckpointException>(() => ModelCatalog.Open(_device, FilePath));
        Assert.Equal(live, _device.LiveBytes);
    }

    private static AutoencoderOptions Small(string name) => ModelCatalog.Get(name).Defaults.Sized(16, 8);
}
