using System.Runtime.CompilerServices;
using System.Text.Json;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Models.Export;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models;

/// <summary>
/// Weights to PyTorch and back. What PyTorch makes of drawn weights is kept in pytorch.json, so that it is compared everywhere; where
/// PyTorch is installed it is asked again, and UPDATE_GOLDEN=1 writes what it says.
/// </summary>
public sealed class PyTorchTests : IDisposable
{
    private const int Side = 16, Latent = 8, Pictures = 1;
    private const double Tolerance = 1e-5;
    private const string Foreign = "foreign";

    private readonly SimdDevice _device = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    /// <summary>Those that docs/pytorch/families.py describes.</summary>
    public static TheoryData<string> Families =>
        [.. NamedNetworks.Names];

    public void Dispose()
    {
        _device.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Drawn_weights_give_what_PyTorch_makes_of_them(string name)
    {
        var golden = new GoldenFile("pytorch.json");
        using var model = OnnxSession.Model(_device, Options(name));
        foreach (var (key, values) in Outputs(model))
        {
            Closeness(golden[$"{name}.{key}"].Values, values, $"{name}, {key}");
        }
    }

    [Fact]
    public void Weights_that_PyTorch_saved_load_without_a_word_of_what_they_are()
    {
        var golden = new GoldenFile("pytorch.json");
        using var model = Autoencoder.Create(_device, new ShallowOptions { ImageSize = Side, Latent = 4 });
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", "shallow.foreign.safetensors");
        var checkpoint = Checkpoint.Read(path);
        Assert.Empty(checkpoint.Metadata);
        model.Load(checkpoint, path);
        Closeness(golden[$"{Foreign}.output"].Values, Outputs(model)["output"], "foreign");
    }

    [Fact]
    public async Task PyTorch_reads_what_is_written_here_and_the_other_way_round()
    {
        string golden = GoldenFolder(), script = Path.Combine(golden, "make", "pytorch.py");
        var pictures = new Checkpoint();
        pictures.Tensors["pictures"] = CheckpointTensor.FromFloats([Pictures, 3, Side, Side], GoldenNumbers.Pictures(0, Pictures, Side));
        pictures.Write(FileOf("pictures"));
        var ours = new Dictionary<string, Dictionary<string, float[]>>();
        var cases = Families.Select(row => row.Data).ToDictionary(name => name, Options);
        cases["small"] = new ShallowOptions { ImageSize = Side, Latent = 4 };
        foreach (var (name, options) in cases)
        {
            using var model = OnnxSession.Model(_device, options);
            model.Save(FileOf(name));
            ours[name] = Outputs(model);
        }

        await DebianPython.Run(
            "torch", "import runpy\nsys.argv = sys.argv[1:]\nrunpy.run_path(sys.argv[0], run_name='__main__')", script, _folder);
        var kept = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, options) in cases)
        {
            var theirs = Checkpoint.Read(FileOf(name + ".theirs"));
            foreach (var (key, values) in ours[name])
            {
                Closeness(theirs.Tensors[key].ToFloats(), values, $"{name} to PyTorch, {key}");
                kept[$"{name}.{key}"] = new { theirs.Tensors[key].Shape, Values = theirs.Tensors[key].ToFloats() };
            }

            using var model = Autoencoder.Create(_device, options);
            model.Load(Checkpoint.Read(FileOf(name + ".foreign")), "foreign");
            var expected = Checkpoint.Read(FileOf(name + ".expected"));
            foreach (var (key, values) in Outputs(model))
            {
                Closeness(expected.Tensors[key].ToFloats(), values, $"{name} from PyTorch, {key}");
            }
        }

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            kept.Remove("small.output");
            kept.Remove("small.latent");
            kept[$"{Foreign}.output"] = new
            {
                Checkpoint.Read(FileOf("small.expected")).Tensors["output"].Shape,
                Values = Checkpoint.Read(FileOf("small.expected")).Tensors["output"].ToFloats()
            };
            await File.WriteAllTextAsync(Path.Combine(golden, "pytorch.json"),
                JsonSerializer.Serialize(kept, JsonSerializerOptions.Web).Replace("},\"", "},\n\"", StringComparison.Ordinal) + "\n");
            File.Copy(FileOf("small.foreign"), Path.Combine(golden, "shallow.foreign.safetensors"), overwrite: true);
        }
    }

    private static string GoldenFolder([CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, "..", "Golden");

    private string FileOf(string name) => Path.Combine(_folder, name + ".safetensors");

    /// <summary>In PyTorch's layout.</summary>
    private Dictionary<string, float[]> Outputs(Autoencoder model)
    {
        float[] pixels = OnnxSession.ToPixels(GoldenNumbers.Pictures(0, Pictures, Side), Pictures, 3, Side, Side);
        float[] Through(Func<Tensor, Tensor> part) => OnnxSession.Through(part, _device, pixels, Pictures, Side, Side, 3);
        float[] output = Through(x => model.Forward(x, ForwardPass.Inference));
        var outputs =
            new Dictionary<string, float[]> { ["output"] = new GoldenArray([Pictures, Side, Side, 3], output).Permute(0, 3, 1, 2).Values };
        if (model is ILatentModel latents)
        {
            outputs["latent"] = Through(x => latents.Encode(x, ForwardPass.Inference));
        }

        return outputs;
    }

    private static AutoencoderOptions Options(string name) =>
        NamedNetworks.Options(name).Sized(Side, Latent);

    private static void Closeness(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max();
        Assert.True(worst <= Tolerance, $"{what}: {worst:0.0e+0} apart.");
    }
}
