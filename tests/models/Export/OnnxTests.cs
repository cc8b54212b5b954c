using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Export;

public sealed class OnnxTests : IDisposable
{
    private const int Side = 32, Latent = 8;
    private const double Tolerance = 1e-5;

    private static readonly int[] s_batches = [1, 2, 7];

    private readonly SimdDevice _device = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Families => [.. NamedNetworks.Names, "described"];

    /// <summary>Those that take pictures of any size: the layers of a described network are the user's and get no border.</summary>
    public static TheoryData<string> Bordered => [.. NamedNetworks.Names];

    public static TheoryData<string> LatentFamilies => [.. Families.Select(row => row.Data).Where(name => Options(name) is LatentOptions)];

    private string FilePath => Path.Combine(_folder, "model.onnx");

    public void Dispose()
    {
        _device.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_whole_gives_what_the_model_gives(string name)
    {
        using var model = OnnxSession.Model(_device, Options(name));
        OnnxModel.Write(model, FilePath);
        using var session = new OnnxSession(FilePath);
        foreach (int n in s_batches)
        {
            float[] pictures = GoldenNumbers.Pictures(n, n, Side);
            float[] expected = OnnxSession.Through(
                x => model.Forward(x, ForwardPass.Inference), _device, OnnxSession.ToPixels(pictures, n, 3, Side, Side), n, Side, Side, 3);
            float[] actual = OnnxSession.ToPixels(session.Run(pictures, n, 3, Side, Side)["output"], n, 3, Side, Side);
            MustBeClose(expected, actual, $"{name}, batch {n}");
            Assert.True(expected.Max() - expected.Min() > 0.01, "A constant output would prove nothing.");
        }
    }

    [Theory]
    [MemberData(nameof(Bordered))]
    public void Pictures_of_any_size_and_grey_ones_go_through_it(string name)
    {
        foreach (var (width, height, channels) in new[] { (28, 28, 1), (21, 37, 3) })
        {
            var options = Options(name) with { ImageSize = new(width, height), Channels = channels };
            using var model = OnnxSession.Model(_device, options);
            OnnxModel.Write(model, FilePath);
            using var session = new OnnxSession(FilePath);
            float[] pictures = GoldenNumbers.Pictures(1, 2, 48)[..(2 * channels * height * width)];
            float[] pixels = OnnxSession.ToPixels(pictures, 2, channels, height, width);
            float[] expected = OnnxSession.Through(
                x => model.Forward(x, ForwardPass.Inference), _device, pixels, 2, height, width, channels);
            float[] actual = session.Run(pictures, 2, channels, height, width)["output"];
            MustBeClose(expected, OnnxSession.ToPixels(actual, 2, channels, height, width), $"{name}, {options.ImageSize}");
        }
    }

    [Theory]
    [MemberData(nameof(LatentFamilies))]
    public void The_parts_give_what_the_parts_of_the_model_give(string name)
    {
        using var model = OnnxSession.Model(_device, Options(name));
        string encoderPath = Path.Combine(_folder, "encoder.onnx"), decoderPath = Path.Combine(_folder, "decoder.onnx");
        OnnxModel.Write(model, encoderPath, new OnnxOptions { Part = ModelPart.Encoder });
        OnnxModel.Write(model, decoderPath, new OnnxOptions { Part = ModelPart.Decoder });
        using OnnxSession encoder = new(encoderPath), decoder = new(decoderPath);
        var latents = (ILatentModel)model;
        foreach (int n in s_batches)
        {
            float[] pictures = GoldenNumbers.Pictures(n, n, Side), pixels = OnnxSession.ToPixels(pictures, n, 3, Side, Side);
            var codes = encoder.Run(pictures, n, 3, Side, Side);
            float[] latent = OnnxSession.Through(x => latents.Encode(x, ForwardPass.Inference), _device, pixels, n, Side, Side, 3);
            MustBeClose(latent, codes[model is ILatentDistribution ? "mu" : "latent"], $"{name} encoder, batch {n}");
            if (model is ILatentDistribution distribution)
            {
                MustBeClose(
                    OnnxSession.Through(x => distribution.EncodeDistribution(x, ForwardPass.Inference).LogVariance, _device, pixels, n,
                        Side, Side, 3), codes["logvar"], $"vae logvar, batch {n}");
            }

            Assert.Equal(model is ILatentDistribution ? 2 : 1, codes.Count);
            float[] output = OnnxSession.Through(z => latents.Decode(z, ForwardPass.Inference), _device, latent, n, Latent);
            MustBeClose(
                output, OnnxSession.ToPixels(decoder.Run(latent, n, Latent)["output"], n, 3, Side, Side), $"{name} decoder, batch {n}");
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Bytes_as_input_are_divided_by_255_within(string name)
    {
        using var model = OnnxSession.Model(_device, Options(name));
        OnnxModel.Write(model, FilePath, new OnnxOptions { Input = PixelInput.UInt8 });
        using var session = new OnnxSession(FilePath);
        byte[] bytes = [.. GoldenNumbers.Pictures(3, 2, Side).Select(x => (byte)(255 * x))];
        float[] pixels = OnnxSession.ToPixels([.. bytes.Select(x => x / 255f)], 2, 3, Side, Side);
        float[] expected = OnnxSession.Through(x => model.Forward(x, ForwardPass.Inference), _device, pixels, 2, Side, Side, 3);
        MustBeClose(expected, OnnxSession.ToPixels(session.Run(bytes, 2, 3, Side, Side)["output"], 2, 3, Side, Side), name);
    }

    [Fact]
    public void A_unet_takes_pictures_of_any_size()
    {
        using var model = OnnxSession.Model(_device, Options("unet"));
        OnnxModel.Write(model, FilePath);
        using var session = new OnnxSession(FilePath);
        Assert.Equal(["N", "", "H", "W"], session.Inputs["input"].SymbolicDimensions);
        float[] pictures = GoldenNumbers.Pictures(0, 2, 48)[..(2 * 3 * 48 * 32)];
        float[] expected = OnnxSession.Through(
            x => model.Forward(x, ForwardPass.Inference), _device, OnnxSession.ToPixels(pictures, 2, 3, 48, 32), 2, 48, 32, 3);
        MustBeClose(expected, OnnxSession.ToPixels(session.Run(pictures, 2, 3, 48, 32)["output"], 2, 3, 48, 32), "48 x 32");
    }

    [Fact]
    public void A_unet_has_no_parts()
    {
        using var model = OnnxSession.Model(_device, Options("unet"));
        Assert.Contains(
            "latent",
            Assert.Throws<ConfigurationException>(() => OnnxModel.Write(model, FilePath, new OnnxOptions { Part = ModelPart.Encoder }))
                .Message, StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => OnnxModel.Write(model, FilePath, new OnnxOptions { Part = ModelPart.Decoder }));
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void The_file_says_what_the_model_is_and_is_the_same_each_time()
    {
        using var model = OnnxSession.Model(_device, Options("improved"));
        OnnxModel.Write(model, FilePath, metadata: new Dictionary<string, string> { ["crop"] = "square" });
        byte[] once = File.ReadAllBytes(FilePath);
        OnnxModel.Write(model, FilePath, metadata: new Dictionary<string, string> { ["crop"] = "square" });
        Assert.True(once.AsSpan().SequenceEqual(File.ReadAllBytes(FilePath)));
        using var session = new OnnxSession(FilePath);
        Assert.Equal(("improved", "32", "8", "square"),
            (session.Metadata["family"], session.Metadata["image_size"], session.Metadata["latent"], session.Metadata["crop"]));
        Assert.Equal(["N", "", "", ""], session.Outputs["output"].SymbolicDimensions);
    }

    [Fact]
    public async Task The_checker_of_onnx_accepts_every_file()
    {
        foreach (string name in Families.Select(row => row.Data))
        {
            using var model = OnnxSession.Model(_device, Options(name) with { ImageSize = 16 });
            var parts = name == "unet" ? [ModelPart.Full] : Enum.GetValues<ModelPart>();
            foreach (var (part, kind) in parts.Select(part => (part, PixelInput.Float)).Append((ModelPart.Full, PixelInput.UInt8)))
            {
                OnnxModel.Write(model, Path.Combine(_folder, $"{name}-{part}-{kind}.onnx"), new OnnxOptions { Part = part, Input = kind });
            }
        }

        string checkedFiles = await DebianPython.Run("onnx", """
            import glob
            files = glob.glob(sys.argv[1] + "/*.onnx")
            for file in files:
                onnx.checker.check_model(file, full_check=True)
                model = onnx.load(file)
                assert model.ir_version == 8 and [(o.domain, o.version) for o in model.opset_import] == [("", 17)], file
            print(len(files))
            """, _folder);
        Assert.Equal("30", checkedFiles);
    }

    private static AutoencoderOptions Options(string name) =>
        NamedNetworks.Options(name).Sized(Side, Latent);

    private static void MustBeClose(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max();
        Assert.True(worst <= Tolerance, $"{what}: {worst:0.0e+0} apart.");
    }
}
