using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Export;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Export;

public sealed class OnnxWeightsTests : IDisposable
{
    private const int Mutations = 2_000, Head = 400;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Families => [.. ModelCatalog.Names];

    private string FilePath => Path.Combine(_folder, "model.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Families))]
    public void The_weights_of_a_graph_are_those_of_the_model(string family)
    {
        using var device = new SimdDevice(1);
        using var model = OnnxSession.Model(device, ModelCatalog.Get(family).Defaults.Sized(16, 4));
        OnnxModel.Write(model, FilePath);
        var read = OnnxWeights.Read(FilePath);
        Assert.Equal(family, read.Metadata["family"]);
        foreach (var (name, tensor) in model.ToCheckpoint().Tensors.Where(entry => entry.Value.Type == ElementType.Float32))
        {
            Assert.Equal(tensor.Shape, read.Tensors[name].Shape);
            Assert.True(tensor.ToFloats().AsSpan().SequenceEqual(read.Tensors[name].ToFloats()), name);
        }
    }

    [Fact]
    public void A_damaged_file_is_a_checkpoint_error_and_nothing_else()
    {
        using var device = new SimdDevice(1);
        using var model = Autoencoder.Create(device, new ShallowOptions { ImageSize = 16, Latent = 1 });
        OnnxModel.Write(model, FilePath);
        byte[] whole = File.ReadAllBytes(FilePath);
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = whole[..];
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                // Half of them in the nodes and the first tensor, where structure is.
                bytes[random.Next(random.Next(2) == 0 ? Head : bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(FilePath, bytes);
            try
            {
                OnnxWeights.Read(FilePath);
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, Mutations);
    }
}
