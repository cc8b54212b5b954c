using System.Net.Http.Headers;
using System.Text.Json;
using ILGpuAutoencoders.Cli.Serving;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Cli.Serving;

/// <summary>A server in this process over a tiny denoising run that is calibrated and has a codec, and three pictures.</summary>
public sealed class ServedRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PictureService? _service;
    private PictureServer? _server;

    internal string Run => _folder["run"];

    internal string Pictures => _folder["pictures"];

    internal string[] Files => [.. Enumerable.Range(0, 3).Select(i => Path.Combine(Pictures, $"{i}.png"))];

    internal HttpClient Client { get; } = new();

    internal PictureService Service => _service!;

    internal string Url => _server!.Url;

    internal string this[string name] => _folder[name];

    public async ValueTask InitializeAsync()
    {
        Succeed(
            "train", "denoising", "--preset", "plain", "--data", "faces:60", "--image-size", "16", "--latent", "8", "--epochs", "1",
            "--batch-size", "16", "--quiet", "--out", Run);
        Directory.CreateDirectory(Pictures);
        for (int i = 0; i < 3; i++)
        {
            PixelCodec.SavePng(new Picture(32, 32, GeneratedFaces.Draw(5, i, 32)), Files[i]);
        }

        Succeed("anomaly", "calibrate", Run, "--data", "faces:60");
        Succeed("compress", Run, Pictures, "--out", _folder["iae"]);
        AspNetRuntime.Load();
        _service = PictureService.Open(Run, new ComputeOptions { Device = "cpu", Threads = 1 });
        _server = await Start(new ServerOptions { Run = "tiny" });
        Client.BaseAddress = new Uri(_server.Url);
        while (_service.Missing(PictureTask.Explore) is not null)
        {
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server!.DisposeAsync();
        _service!.Dispose();
        _folder.Dispose();
    }

    /// <summary>Another server over the same run.</summary>
    internal Task<PictureServer> Start(ServerOptions options) => PictureServer.Start(Service, options);

    /// <summary>Runs a command on one thread of the CPU.</summary>
    internal static CliRun Succeed(params string[] words)
    {
        var run = CliRun.Of([.. words, "--device", "cpu", "--threads", "1", "--json"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return run;
    }

    internal static ByteArrayContent Body(byte[] bytes, string type = "image/png") =>
        new(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    internal static MultipartFormDataContent Parts(params string[] files)
    {
        var parts = new MultipartFormDataContent();
        foreach (string file in files)
        {
            parts.Add(Body(File.ReadAllBytes(file)), "picture", Path.GetFileName(file));
        }

        return parts;
    }

    internal async Task<JsonElement> Post(string path, HttpContent content, int status = 200)
    {
        using var response = await Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{path}: {response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>What is answered where one thing other than JSON is accepted.</summary>
    internal async Task<byte[]> PostFor(string accept, string path, byte[] file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Body(file) };
        request.Headers.Accept.ParseAdd(accept);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(accept, response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
