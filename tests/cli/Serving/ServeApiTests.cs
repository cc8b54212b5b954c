using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Cli.Serving;

/// <summary>What the server answers is what the commands write, to the bit.</summary>
[Collection(ServedTests.Name)]
public sealed class ServeApiTests(ServedRun served)
{
    [Fact]
    public async Task Embed_gives_the_rows_of_the_command()
    {
        ServedRun.Succeed("embed", served.Run, served.Pictures, "--out", served["z.csv"]);
        float[][] rows = [.. File.ReadLines(served["z.csv"]).Skip(1).Select(
            row => row.Split(',')[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
        var answer = await served.Post("/api/embed", ServedRun.Parts(served.Files));
        Assert.Equal(8, answer.GetProperty("latent").GetInt32());
        Assert.Equal(rows, Vectors(answer.GetProperty("latents")));
        // Alone as among others.
        Assert.Equal(rows[1..2], Vectors((await served.Post("/api/embed", ServedRun.Parts(served.Files[1]))).GetProperty("latents")));
    }

    [Fact]
    public async Task Reconstructions_are_those_of_the_command()
    {
        var told = ServedRun.Succeed("reconstruct", served.Run, served.Pictures, "--out", served["reconstructed"]).Json
            .GetProperty("pictures").EnumerateArray().ToList();
        var pictures = (await served.Post("/api/reconstruct", ServedRun.Parts(served.Files))).GetProperty("pictures").EnumerateArray()
            .ToList();
        Assert.Equal(3, pictures.Count);
        foreach (var (ours, theirs) in pictures.Zip(told))
        {
            Assert.Equal(File.ReadAllBytes(theirs.GetProperty("output").GetString()!), ours.GetProperty("output").GetBytesFromBase64());
            Assert.Equal(theirs.GetProperty("psnr").GetDouble(), ours.GetProperty("psnr").GetDouble());
            Assert.Equal(theirs.GetProperty("mse").GetDouble(), ours.GetProperty("mse").GetDouble());
        }

        byte[] file = await File.ReadAllBytesAsync(served.Files[2], TestContext.Current.CancellationToken);
        Assert.Equal(
            pictures[2].GetProperty("output").GetBytesFromBase64(), await served.PostFor("image/png", "/api/reconstruct", file));
        var input = PixelCodec.Decode(pictures[2].GetProperty("input").GetBytesFromBase64()).Picture!;
        Assert.Equal((16, 16), (input.Width, input.Height));
    }

    [Fact]
    public async Task Denoised_pictures_are_those_of_the_command()
    {
        var told = ServedRun.Succeed(
            "denoise", served.Run, served.Pictures, "--add-noise", "0.2", "--seed", "3", "--out", served["denoised"]).Json;
        var answer = await served.Post("/api/denoise?noise=0.2&seed=3", ServedRun.Parts(served.Files));
        foreach (var (ours, theirs) in answer.GetProperty("pictures").EnumerateArray().Zip(told.GetProperty("pictures").EnumerateArray()))
        {
            Assert.Equal(File.ReadAllBytes(theirs.GetProperty("output").GetString()!), ours.GetProperty("output").GetBytesFromBase64());
            Assert.Equal(theirs.GetProperty("before").GetRawText(), ours.GetProperty("before").GetRawText());
            Assert.Equal(theirs.GetProperty("after").GetRawText(), ours.GetProperty("after").GetRawText());
        }

        var plain = (await served.Post("/api/denoise", ServedRun.Parts(served.Files[0]))).GetProperty("pictures")[0];
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("after").ValueKind);
        Assert.NotEqual(answer.GetProperty("pictures")[0].GetProperty("output").GetString(), plain.GetProperty("output").GetString());
    }

    [Fact]
    public async Task Scores_are_those_of_the_command()
    {
        var told = ServedRun.Succeed("anomaly", "score", served.Run, served.Pictures).Json;
        var answer = await served.Post("/api/score", ServedRun.Parts(served.Files));
        foreach (var (ours, theirs) in answer.GetProperty("pictures").EnumerateArray().Zip(told.GetProperty("pictures").EnumerateArray()))
        {
            foreach (string key in (string[])["score", "normalised", "is_anomaly", "scores"])
            {
                Assert.Equal(theirs.GetProperty(key).GetRawText(), ours.GetProperty(key).GetRawText());
            }

            Assert.Equal(told.GetProperty("threshold").GetDouble(), ours.GetProperty("threshold").GetDouble());
            Assert.Equal(16, PixelCodec.Decode(ours.GetProperty("heat_map").GetBytesFromBase64()).Picture!.Width);
        }
    }

    [Fact]
    public async Task Files_are_those_of_compress_and_decompress()
    {
        ServedRun.Succeed("decompress", served.Run, served["iae"], "--out", served["decompressed"]);
        byte[] picture = await File.ReadAllBytesAsync(served.Files[0], TestContext.Current.CancellationToken),
            file = await File.ReadAllBytesAsync(served["iae/0.iae"], TestContext.Current.CancellationToken),
            png = await File.ReadAllBytesAsync(served["decompressed/0.png"], TestContext.Current.CancellationToken);
        var told = (await served.Post("/api/compress", ServedRun.Body(picture))).GetProperty("pictures")[0];
        Assert.Equal(file, told.GetProperty("iae").GetBytesFromBase64());
        Assert.Equal(file.Length, told.GetProperty("bytes").GetInt32());
        Assert.Equal(png, told.GetProperty("output").GetBytesFromBase64());
        Assert.Equal(file, await served.PostFor("application/octet-stream", "/api/compress", picture));
        Assert.Equal(png, await served.PostFor("image/png", "/api/decompress", file));
        var coarse = (await served.Post("/api/compress?bits=1", ServedRun.Body(picture))).GetProperty("pictures")[0];
        Assert.NotEqual(file, coarse.GetProperty("iae").GetBytesFromBase64());
    }

    [Fact]
    public async Task Axes_are_orthonormal_and_decoding_goes_along_them()
    {
        var axes = await Get("/api/axes");
        Assert.InRange(axes.GetProperty("images").GetInt32(), 40, 60);
        float[][] directions = Vectors(axes.GetProperty("directions"));
        float[] mean = Vector(axes.GetProperty("mean")), deviations = Vector(axes.GetProperty("deviations"));
        Assert.Equal((8, 8), (directions.Length, deviations.Length));
        Assert.Equal(deviations.OrderDescending(), deviations);
        for (int i = 0; i < directions.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(i == j ? 1 : 0, directions[i].Zip(directions[j], (a, b) => (double)a * b).Sum(), 4);
            }
        }

        float[] moved = [.. mean.Zip(directions[0], (m, d) => m + (3 * deviations[0] * d))];
        var answer = await served.Post("/api/decode", JsonContent.Create(new { latents = (float[][])[mean, moved] }));
        Assert.NotEqual(
            answer.GetProperty("pictures")[0].GetProperty("output").GetString(),
            answer.GetProperty("pictures")[1].GetProperty("output").GetString());
        // A model decodes what it encodes: the way round by latent vectors is the reconstruction.
        var latents = (await served.Post("/api/embed", ServedRun.Parts(served.Files[0]))).GetProperty("latents");
        var around = await served.Post("/api/decode", JsonContent.Create(new { latents }));
        var direct = await served.Post("/api/reconstruct", ServedRun.Parts(served.Files[0]));
        Assert.Equal(
            direct.GetProperty("pictures")[0].GetProperty("output").GetString(),
            around.GetProperty("pictures")[0].GetProperty("output").GetString());
    }

    [Fact]
    public async Task A_picture_of_training_is_its_own_nearest()
    {
        var axes = served.Service.Axes!;
        Assert.Equal((await Get("/api/axes")).GetProperty("images").GetInt32(), axes.Images);
        var near = (await served.Post("/api/neighbours?top=3", ServedRun.Parts(served.Files[0]))).GetProperty("pictures")[0]
            .EnumerateArray().ToList();
        Assert.Equal(3, near.Count);
        double[] distances = [.. near.Select(each => each.GetProperty("distance").GetDouble())];
        Assert.Equal(distances.Order(), distances);
        byte[] found = near[0].GetProperty("picture").GetBytesFromBase64();
        var again = (await served.Post("/api/neighbours", ServedRun.Body(found))).GetProperty("pictures")[0];
        Assert.Equal(5, again.GetArrayLength());
        Assert.Equal(0, again[0].GetProperty("distance").GetDouble());
        Assert.Equal(near[0].GetProperty("name").GetString(), again[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_model_tells_what_it_is_and_what_it_lacks()
    {
        var model = await Get("/api/model");
        Assert.Equal(("tiny", "denoising", 16, 8, "gaussian"), (
            model.GetProperty("run").GetString(), model.GetProperty("family").GetString(), model.GetProperty("image_size").GetInt32(),
            model.GetProperty("latent").GetInt32(), model.GetProperty("noise").GetString()));
        Assert.Equal(Enum.GetNames<PictureTask>().Length, model.GetProperty("missing").EnumerateObject().Count());
        Assert.All(model.GetProperty("missing").EnumerateObject(), task => Assert.Equal(JsonValueKind.Null, task.Value.ValueKind));
        Assert.Equal("ok", (await Get("/healthz")).GetProperty("status").GetString());
    }

    private async Task<JsonElement> Get(string path) =>
        JsonDocument.Parse(await served.Client.GetStringAsync(path, TestContext.Current.CancellationToken)).RootElement;

    private static float[][] Vectors(JsonElement json) => [.. json.EnumerateArray().Select(Vector)];

    private static float[] Vector(JsonElement json) => [.. json.EnumerateArray().Select(value => value.GetSingle())];
}
