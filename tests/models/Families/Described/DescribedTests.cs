using System.Text;
using CsCheck;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Families.Described;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Tests.Models.Export;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Families.Described;

public sealed class DescribedTests
{
    private const string Encoder = "encoder: [conv: 8, relu, flatten, linear: latent]\n", Decoder =
        "decoder: [linear, unflatten, conv-transpose: channels, sigmoid]\n";

    [Fact]
    public void Improved_as_a_file_is_the_built_in_network_to_the_bit()
    {
        var built = new ImprovedOptions { ImageSize = 16, Latent = 8 };
        var described = SomeNetworks.Read("improved") with { ImageSize = 16, Latent = 8 };
        using var device = new SimdDevice(1);
        using Autoencoder a = Autoencoder.Create(device, built, seed: 5), b = Autoencoder.Create(device, described, seed: 5);
        Assert.Equal(Said(a.Parameters), Said(b.Parameters));

        using Learner left = new(a, new TrainingOptions { Seed = 5 }, 1), right = new(b, new TrainingOptions { Seed = 5 }, 1);
        float[] pictures = OnnxSession.ToPixels(GoldenNumbers.Pictures(1, 4, 16), 4, 3, 16, 16);
        for (int step = 1; step <= 3; step++)
        {
            left.Step(step, 1e-3, pictures, pictures, 4);
            right.Step(step, 1e-3, pictures, pictures, 4);
        }

        Assert.All(a.Parameters.Zip(b.Parameters), pair => Assert.Equal(pair.First.Value.ToArray(), pair.Second.Value.ToArray()));
        Assert.Equal(new ModelSummary(a).FlopsPerImage, new ModelSummary(b).FlopsPerImage);
    }

    [Fact]
    public void A_checkpoint_holds_the_network_and_opens_without_the_file()
    {
        foreach (string name in (string[])["residual", "unet"])
        {
            var options = SomeNetworks.Read(name) with { ImageSize = 16, Latent = 5 };
            using var device = new SimdDevice(1);
            using var model = Autoencoder.Create(device, options, seed: 2);
            Assert.Equal(options, ModelCatalog.OptionsOf(new Dictionary<string, string>(options.ToMetadata()), "x"));
            Assert.Equal(name == "residual", model is ILatentModel);
            Assert.Equal([16, 16, 3], new ModelSummary(model).Layers[^1].OutputShape);
            Assert.Equal(model.Parameters.Where(p => p.IsTrainable).Sum(p => (long)p.Count), new ModelSummary(model).Parameters);
        }
    }

    [Fact]
    public void Residual_adds_its_input_and_skip_puts_it_beside_and_both_free_what_they_need_no_more()
    {
        using var device = new SimdDevice(1);
        foreach (bool adds in (bool[])[true, false])
        {
            Sequential Body() => new(new Conv2dLayer(3, 3, kernel: 3, stride: 1), ActivationLayer.Tanh());
            var (body, alone) = (Body(), Body());
            var block = adds ? ShortcutLayer.Residual(body) : ShortcutLayer.Skip(body);
            using ParameterArena one = new(device, block.Parameters, seed: 1), two = new(device, alone.Parameters, seed: 1);
            var x = Tensor.FromArray(device, [2, 4, 4, 3], OnnxSession.ToPixels(GoldenNumbers.Pictures(1, 2, 4), 2, 3, 4, 4));
            using var pause = Autograd.Pause();
            long before = device.LiveBytes;
            var y = block.Forward(x, ForwardPass.Inference);
            long after = device.LiveBytes;
            var inner = alone.Forward(x, ForwardPass.Inference);

            Assert.Equal((adds ? inner.Add(x) : inner.Concat(x)).ToArray(), y.ToArray());
            Assert.Equal(block.OutputShape(x.Shape), y.Shape);
            Assert.True(after - before <= (y.Count * sizeof(float) + 255) / 256 * 256, $"{after - before} bytes for {y.Count} numbers");
            Assert.Equal(["body.0.weight", "body.0.bias"], block.Parameters.Select(parameter => parameter.Name));
        }
    }

    [Theory]
    [InlineData(
        "encoder: [conv: 8, linear: latent]\n" + Decoder,
        "network:1: encoder.1 (linear) takes a vector and gets [8, 8, 8]; put flatten before it.")]
    [InlineData(
        "encoder:\n- flatten\n- linear: 12\n" + Decoder,
        "network:3: encoder.1 (linear) ends the encoder with [12], and the latent vector is [8]; end it with '- linear: latent', or "
        + "use --latent 12.")]
    [InlineData(
        Encoder + "decoder:\n- linear\n- unflatten\n- sigmoid\n",
        "network:5: decoder.2 (sigmoid) ends the decoder of line 2 with [8, 8, 8], and the pictures are [16, 16, 3]; ")]
    [InlineData(
        Encoder + "decoder:\n- linear: 100\n- unflatten: 4 x 4 x 8\n",
        "network:3: decoder.0 (linear) gives [100], and unflatten in line 4 makes [4, 4, 8] of 128; leave its out away.")]
    [InlineData(
        Encoder + "decoder: [relu, conv-transpose: channels]\n",
        "network:2: decoder.1 (conv-transpose) takes a picture and gets [8]; put unflatten before it.")]
    [InlineData(
        Encoder + "decoder: [unflatten: 2 x 2 x 2, upsample: 8]\n",
        "network:2: decoder.0 (unflatten) gets [8], not from a linear layer; put linear before it.")]
    [InlineData(
        "encoder: [flatten, relu]\n" + Decoder,
        "network:1: encoder.1 (relu) ends encoder with the flattened picture [16, 16, 3]; put linear after it.")]
    [InlineData(
        "encoder: [flatten, linear, unflatten]\n" + Decoder,
        "network:1: encoder.1 (linear) stands between flatten, which gives it [16, 16, 3], and unflatten; put another linear between "
        + "them.")]
    [InlineData(
        "layers:\n- conv: 4\n- residual:\n  - conv: 4\n",
        "network:3: layers.1 (residual) gets [8, 8, 4]; its layers give [4, 4, 4] and its shortcut [8, 8, 4]; make them equal, or "
        + "give it a shortcut of layers.")]
    [InlineData(
        "layers:\n- skip:\n  - conv: 4\n  - linear: 4\n",
        "network:4: layers.0.layers.1 (linear) takes a vector and gets [8, 8, 4]; put flatten before it.")]
    [InlineData(
        "layers: [skip: [flatten]]\n",
        "network:1: layers.0.layers.0 (flatten) stands within another layer, where pictures [16, 16, 3] stay pictures; move it out.")]
    [InlineData(
        "layers: [conv: {out: 4, kernel: 64, padding: 0}]\n",
        "network:1: layers.0 (conv) cannot be made of [16, 16, 3] (Conv2d: x [1, 16, 16, 3] does not fit weight")]
    [InlineData("layers: [conv: {kernel: 3}]\n", "network:1: layers.0 (conv) has no out; write '- conv: NUMBER'.")]
    [InlineData("layers: [flatten, conv: 8]\n", "network:1: layers.1 (conv) takes a picture and gets [768]; put unflatten before it.")]
    [InlineData(
        "layers: [flatten, skip: [relu]]\n",
        "network:1: layers.1 (skip) stands among the flattened picture [16, 16, 3]; put it before flatten or after unflatten.")]
    [InlineData(
        "layers: [upsample: 64, upsample: 64, upsample: 64]\n",
        "network:1: layers.1 (upsample) cannot be made of [1024, 1024, 3] (Shape: [1, 65536, 65536, 3] has more than")]
    [InlineData(
        "layers: [conv: {out: 65536, kernel: 64}, conv: {out: 65536, kernel: 64, padding: 64}]\n",
        "network:1: layers.1 (conv) cannot be made of [8, 8, 65536] (Shape: ")]
    [InlineData("", "network: no file describes the network; name one with --network FILE.yaml.")]
    public void A_layer_that_does_not_fit_is_named_with_line_and_shapes(string text, string said)
    {
        var options = new DescribedOptions { Network = text, ImageSize = 16, Latent = 8 };
        Assert.StartsWith(said, Assert.ThrowsAny<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(options.Build);
    }

    [Theory]
    [InlineData("a: 1\n", ":1: 'a' is not a key of a network; use encoder, decoder, layers.")]
    [InlineData("layers: [convv: 8]\n", ":1: 'convv' is not valid (did you mean conv?); use one of conv, conv-transpose, linear, ")]
    [InlineData("layers:\n- conv: 0\n", ":2: conv: out: '0' is not valid; use 1 to 65536, latent or channels.")]
    [InlineData(
        "layers:\n- conv:\n    out: 4\n    kernal: 3\n",
        ":4: 'kernal' is not a key of the layer conv (did you mean kernel?); use out, kernel, ")]
    [InlineData("layers:\n- conv: {out: 4, kernel: 65}\n", ":2: conv: kernel: '65' is not valid; use 1 to 64.")]
    [InlineData("layers:\n- conv: 4\n  kernel: 3\n", ":3: a second key follows conv; write one layer an item, ")]
    [InlineData("layers: [relu: 1]\n", ":1: relu takes no value; write '- relu'.")]
    [InlineData("layers: [relu: {a: 1}]\n", ":1: the layer relu takes no parameters; remove 'a'.")]
    [InlineData("layers: [dropout: 1]\n", ":1: dropout: share: '1' is not valid; use ")]
    [InlineData("layers: [residual]\n", ":1: residual has no layers within it; ")]
    [InlineData("layers: [residual: {shortcut: [relu]}]\n", ":1: residual has no layers within it; ")]
    [InlineData("layers: [unflatten: 4 x 4]\n", ":1: unflatten: shape: '4 x 4' is not valid; use HEIGHT x WIDTH x CHANNELS")]
    [InlineData("layers: [[relu]]\n", ":1: this is not a layer; ")]
    [InlineData("layers: relu\n", ":1: 'layers' is not a list of layers; ")]
    [InlineData("layers: []\n", ":1: 'layers' has no layers; write one or more.")]
    [InlineData("layers: [relu]\nlayers: [relu]\n", ":2: 'layers' is set twice; remove one of them.")]
    [InlineData("layers: [relu]\ndecoder: [relu]\n", ":1: the rows are layers and decoder; write encoder and decoder, or layers alone ")]
    [InlineData("encoder: [relu]\n", ":1: the rows are encoder; write encoder and decoder, ")]
    [InlineData("[relu]\n", ":1: this describes no network; write encoder: and decoder:")]
    [InlineData("# nothing\n", ":2: this describes no network; ")]
    [InlineData("layers: [relu]\n---\nlayers: [relu]\n", ":2: a second document begins here; ")]
    [InlineData("layers: &a [relu]\nencoder: *a\n", ":2: 'encoder' is not a list of layers; ")]
    [InlineData("layers:\n- relu\n-\t relu: [\n", ":")]
    public void A_mistake_is_named_with_file_and_line(string text, string said)
    {
        string message = Assert.Throws<ConfigurationException>(() => NetworkText.Parse(text, "net.yaml")).Message;
        Assert.StartsWith("net.yaml" + said, message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_files_are_refused_before_they_grow()
    {
        static void Refused(string text) => Assert.Throws<ConfigurationException>(() => NetworkText.Parse(text, "x"));
        foreach (string level in (string[])["[", "{a: ", "- ", "layers: [residual: [", "? "])
        {
            Refused(string.Concat(Enumerable.Repeat(level, 100_000)));
        }

        Refused("layers: " + string.Concat(Enumerable.Repeat("[skip: ", 20)) + "[relu" + new string(']', 21));
        Refused("layers: [" + string.Concat(Enumerable.Repeat("relu, ", 1_001)) + "]");
        var bomb = new StringBuilder("a: &a [relu, relu]\n");
        for (char c = 'b'; c <= 'z'; c++)
        {
            bomb.Append($"{c}: &{c} [*{(char)(c - 1)}, *{(char)(c - 1)}]\n");
        }

        Refused(bomb.ToString());
        Refused("layers: &a [skip: *a]\n");
    }

    [Fact]
    public void Damaged_files_are_refused_or_read_but_nothing_else()
    {
        byte[] whole = File.ReadAllBytes(SomeNetworks.PathOf("residual"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, 40]).Sample(damage =>
        {
            byte[] bytes = [.. whole];
            bytes.AsSpan(damage.Item1, Math.Min(damage.Item3, bytes.Length - damage.Item1)).Fill(damage.Item2);
            try
            {
                new DescribedOptions { Network = Encoding.UTF8.GetString(bytes), ImageSize = 16, Latent = 8 }.Validate();
            }
            catch (ArgumentException)
            {
                // The sentence about it.
            }
        }, iter: 2_000);
    }

    [Fact]
    public void The_text_survives_a_configuration_file()
    {
        string[] texts =
        [
            File.ReadAllText(SomeNetworks.PathOf("residual")), "layers: [relu]\n", "  # indented\nlayers:\n  - relu\n",
            "# ä € \u2028\nlayers: [relu]\n", "#\ttab\nlayers: [relu]\n", "\n\nlayers: [relu] \n",
        ];
        foreach (string text in texts)
        {
            var options = TrainingOptions.Table.Find("network")!.Set(new TrainingOptions { Model = "network" }, text);
            Assert.Equal(text, TrainingConfig.Parse(TrainingConfig.Write(options), "config.yaml").Settings["network"]);
        }
    }

    [Fact]
    public void Every_kind_of_layer_is_documented()
    {
        string table = Documents.Documents.Read("docs/networks/README.md");
        Assert.All(LayerKind.All, kind => Assert.Contains($"`{kind.Name}`", table, StringComparison.Ordinal));
        string example = table[table.IndexOf("encoder:", StringComparison.Ordinal)..];
        new DescribedOptions { Network = example[..example.IndexOf("```", StringComparison.Ordinal)] }.Validate();
    }

    private static IEnumerable<string> Said(IReadOnlyList<Parameter> parameters) =>
        parameters.Select(parameter => $"{parameter.Name} {parameter.Layout.Dimensions} {parameter.Shape}");
}
