using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Models.Families.Registered;

public sealed class RegisteredTests
{
    private static (Sequential Encoder, Sequential Decoder) Describe(Shape picture, int latent) => (
        new(new FlattenLayer(), LinearLayer.FromPicture(picture, latent)),
        new(LinearLayer.ToPicture(latent, picture), ActivationLayer.Sigmoid(), new UnflattenLayer(picture)));

    [Fact]
    public void A_registered_family_trains_resumes_evaluates_and_exports()
    {
        ModelCatalog.Register("linear-of-tests", "a linear layer each way", Describe);
        using var folder = new TemporaryFolder();
        var options = new TrainingOptions
        {
            Model = "linear-of-tests",
            Data = "faces:40",
            ImageSize = 16,
            Latent = 4,
            BatchSize = 16,
            Epochs = 2,
            Device = "cpu",
            Threads = 1,
        };
        Trainer.Run(options, folder["whole"]);
        Trainer.Run(options with { Epochs = 1 }, folder["part"]);
        Trainer.Resume(folder["part"], o => o with { Epochs = 2 });

        Assert.Equal(File.ReadAllBytes(folder["whole/last.safetensors"]), File.ReadAllBytes(folder["part/last.safetensors"]));
        Assert.InRange(Evaluator.Run(new EvaluationOptions { Run = folder["whole"], Device = "cpu" }).Psnr, 5, 40);
        ModelExporter.Run(new ExportOptions { Run = folder["whole"], To = folder["m.onnx"] });
        using var device = new SimdDevice(1);
        using var model = ModelCatalog.Open(device, folder["whole/best.safetensors"]);
        Assert.Equal("linear-of-tests", model.Options.Family);
        Assert.Equal(4, Assert.IsAssignableFrom<ILatentModel>(model).Latent);
    }

    [Theory]
    [InlineData("conv", "there is a family conv")]
    [InlineData("network", "there is a family network")]
    [InlineData("Mine", "'Mine' is not a name")]
    [InlineData("../mine", "'../mine' is not a name")]
    [InlineData("", "'' is not a name")]
    public void A_name_that_is_taken_or_no_name_is_refused(string name, string said) => Assert.Contains(
        said, Assert.Throws<ArgumentException>(() => ModelCatalog.Register(name, "mine", Describe)).Message, StringComparison.Ordinal);

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        ModelCatalog.Register("wrong-encoder", "its latent vector is too long", (picture, latent) => Describe(picture, latent + 1));
        ModelCatalog.Register("wrong-decoder", "its pictures are too small", (picture, latent) => (
            Describe(picture, latent).Encoder, Describe([8, 8, picture[2]], latent).Decoder));
        static string Problem(string name) => Assert.Throws<ConfigurationException>(
            () => new TrainingOptions { Model = name, ImageSize = 16, Latent = 4 }.Network).Message;

        Assert.Equal(
            "wrong-encoder: the encoder gives [1, 5] for pictures [1, 16, 16, 3], and the latent vector is [4]; make them equal.",
            Problem("wrong-encoder"));
        Assert.StartsWith("wrong-decoder: the decoder gives [1, 8, 8, 3] for pictures", Problem("wrong-decoder"), StringComparison.Ordinal);
    }
}
