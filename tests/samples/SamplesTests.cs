using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Samples;

public sealed class SamplesTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    [Theory]
    [InlineData("TrainOnTensors")]
    [InlineData("OwnOpAndLayer")]
    [InlineData("EmbedService")]
    [InlineData("DenoiseService")]
    [InlineData("OnnxConsumer")]
    [InlineData("OwnFamily")]
    [InlineData("ImageSharpPictures")]
    public void A_sample_is_short(string sample) => Assert.InRange(File.ReadAllLines(SampleRun.SourceOf(sample)).Length, 10, 45);

    [Fact]
    public async Task Own_tensors_are_learned()
    {
        string[] lines = await SampleRun.Of("TrainOnTensors", "cpu");

        double[] losses =
            [.. lines.Where(line => line.StartsWith("step ", StringComparison.Ordinal)).Select(
                line => double.Parse(line.Split("loss ")[1], CultureInfo.InvariantCulture))];
        Assert.Equal(4, losses.Length);
        Assert.True(losses[0] > 0.3, $"the waves' own power is above 0.3, and the first loss is {losses[0]}");
        Assert.True(losses[^1] < 0.01, $"two numbers say a wave, and the last loss is {losses[^1]}");
        Assert.StartsWith("the first wave in 2 numbers: ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_own_op_and_layer_learn_exclusive_or()
    {
        string[] lines = await SampleRun.Of("OwnOpAndLayer", "cpu");

        // swish'(1) = s + s (1 - s) with s = 1 / (1 + 1/e).
        Assert.Equal("swish'(1) = 0.9277", lines[0]);
        double[] outputs =
            [.. lines[1].Replace("exclusive or: ", "", StringComparison.Ordinal).Split(' ').Select(
                word => double.Parse(word, CultureInfo.InvariantCulture))];
        Assert.Equal([0.0, 1, 1, 0], outputs.Select(y => Math.Round(y)));
    }

    /// <summary>The longest: it has a half for each kind of device.</summary>
    [Theory]
    [InlineData("cpu")]
    [InlineData("simulator")]
    public async Task An_own_structured_op_has_its_gradient_on_both_kinds_of_device(string device)
    {
        Assert.InRange((await File.ReadAllLinesAsync(SampleRun.SourceOf("OwnStructuredOp"))).Length, 10, 60);
        Assert.Equal(
            ["running sums: 1 3 6 10 1 2 3 4", "gradient: 40 38 32 20 20 18 14 8"], await SampleRun.Of("OwnStructuredOp", device));
    }

    [Fact]
    public async Task An_exported_model_reconstructs_in_onnx_runtime_as_it_does_here()
    {
        using var folder = new TemporaryFolder();
        string picture = folder["face.png"], model = folder["model.onnx"], made = folder["made.png"];
        PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(seed: 5, index: 0, side: 16)), picture);
        Assert.Equal(ExitCodes.Ok, CliRun.Of("export", tiny.Run, "--to", model).ExitCode);
        Assert.Equal(ExitCodes.Ok, CliRun.Of("reconstruct", tiny.Run, picture, "--out", folder["ours"], "--device", "cpu").ExitCode);

        Assert.EndsWith($"16x16 in {made}", Assert.Single(await SampleRun.Of("OnnxConsumer", model, picture, made)), StringComparison.Ordinal);
        byte[] theirs = PixelCodec.DecodeFile(made).Picture!.Pixels.ToArray(),
            ours = PixelCodec.DecodeFile(Directory.GetFiles(folder["ours"], "face*.png").Single()).Picture!.Pixels.ToArray();
        Assert.All(theirs.Zip(ours), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Fact]
    public async Task An_own_family_trains_resumes_and_is_evaluated()
    {
        using var folder = new TemporaryFolder();
        string[] lines = await SampleRun.Of("OwnFamily", folder["run"], "cpu");

        Assert.Equal(["epochs: 2", "resumed to epoch: 3"], lines[..2]);
        Assert.Matches(@"^PSNR on test: \d\d\.\d\d dB, of as many principal components: \d\d\.\d\d dB$", lines[2]);
    }

    [Fact]
    public async Task Pictures_that_another_library_decodes_train_a_model()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["faces"]);
        for (int i = 0; i < 40; i++)
        {
            var picture = new Picture(32, 32, GeneratedFaces.Draw(seed: 6, index: i, side: 32));
            File.WriteAllBytes(
                folder[$"faces/{i}.{(i % 2 == 0 ? "jpg" : "png")}"],
                i % 2 == 0 ? PixelCodec.EncodeJpeg(picture, 95) : PixelCodec.EncodePng(picture));
        }

        string[] lines = await SampleRun.Of("ImageSharpPictures", folder["faces"], folder["run"], "cpu");

        Assert.Equal("epochs: 2", lines[0]);
        Assert.Matches(@"^PSNR on 2 pictures of test: \d\d\.\d\d dB$", lines[1]);
        Assert.Equal("vectors: 40", lines[2]);
    }

    [Fact]
    public async Task A_service_embeds_as_the_command_does()
    {
        using var folder = new TemporaryFolder();
        string picture = folder["face.png"], csv = folder["z.csv"];
        PixelCodec.SavePng(new Picture(48, 48, GeneratedFaces.Draw(seed: 5, index: 0, side: 48)), picture);
        Assert.Equal(ExitCodes.Ok, CliRun.Of("embed", tiny.Run, picture, "--out", csv, "--device", "cpu").ExitCode);
        float[] expected = [.. File.ReadAllLines(csv)[1].Split(',')[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))];

        using var service = SampleRun.Start("EmbedService", tiny.Run, "--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOf(service.StandardOutput), Timeout = TimeSpan.FromMinutes(1) };
            var good = await client.PostAsync("/embed", new ByteArrayContent(File.ReadAllBytes(picture)));
            var bad = await client.PostAsync("/embed", new ByteArrayContent("no picture"u8.ToArray()));

            Assert.Equal(
                expected,
                (await good.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("latent").EnumerateArray().Select(
                    value => value.GetSingle()));
            Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
            Assert.Contains("not a JPEG", (await bad.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString(),
                StringComparison.Ordinal);
        }
        finally
        {
            service.Kill();
        }
    }

    [Fact]
    public async Task A_service_by_injection_scores_and_says_what_a_run_cannot()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        CopyFolder(tiny.Run, run);
        Assert.Equal(ExitCodes.Ok, CliRun.Of("anomaly", "calibrate", run, "--data", "faces:20", "--device", "cpu").ExitCode);
        byte[] picture = PixelCodec.EncodePng(new Picture(48, 48, GeneratedFaces.Draw(seed: 5, index: 0, side: 48)));
        using var service = SampleRun.Start("DenoiseService", run, "--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOf(service.StandardOutput), Timeout = TimeSpan.FromMinutes(1) };
            var good = await client.PostAsync("/score", new ByteArrayContent(picture));
            var bad = await client.PostAsync("/score", new ByteArrayContent("no picture"u8.ToArray()));
            var missing = await client.PostAsync("/denoise", new ByteArrayContent(picture));

            Assert.True((await good.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("score").GetDouble() > 0);
            Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Conflict), (bad.StatusCode, missing.StatusCode));
            Assert.Contains(
                "was trained on clean pictures", (await missing.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString(),
                StringComparison.Ordinal);
        }
        finally
        {
            service.Kill();
        }
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static async Task<Uri> AddressOf(StreamReader output)
    {
        const string Said = "Now listening on: ";
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await output.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.IndexOf(Said, StringComparison.Ordinal) is >= 0 and int at)
            {
                return new Uri(line[(at + Said.Length)..]);
            }
        }

        throw new InvalidOperationException("The service ended before it listened.");
    }
}
