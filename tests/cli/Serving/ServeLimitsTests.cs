using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ILGpuAutoencoders.Cli.Serving;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Cli.Serving;

/// <summary>What the server refuses, and with which reason.</summary>
[Collection(ServedTests.Name)]
public sealed class ServeLimitsTests(ServedRun served)
{
    private static readonly string[] s_pictureTasks = ["reconstruct", "denoise", "embed", "score", "compress", "neighbours"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private byte[] Picture => File.ReadAllBytes(served.Files[0]);

    [Fact]
    public async Task What_is_no_picture_is_400_and_what_is_no_kind_of_one_415()
    {
        foreach (string task in s_pictureTasks)
        {
            Refuses(await served.Post($"/api/{task}", ServedRun.Body("nothing"u8.ToArray()), 400), "not a JPEG");
            Refuses(await served.Post($"/api/{task}", ServedRun.Body(Picture[..^20]), 400), "cut short");
            Refuses(await served.Post($"/api/{task}", ServedRun.Body([]), 400), "empty");
            Refuses(await served.Post($"/api/{task}", new StringContent("text"), 415), "text/plain");
            Refuses(await served.Post($"/api/{task}", new ByteArrayContent(Picture), 415), "no content type");
            Refuses(await served.Post($"/api/{task}", new MultipartFormDataContent(), 400), "multipart");
        }

        Refuses(await served.Post("/api/embed", ServedRun.Body(Picture, "multipart/form-data"), 400), "boundary");
        Refuses(await served.Post("/api/embed", ServedRun.Body(Picture, "multipart/form-data; boundary=x"), 400), "multipart");
        File.WriteAllText(served["bad\u00e9.png"], "nothing");
        Refuses(await served.Post("/api/embed", ServedRun.Parts(served.Files[0], served["bad\u00e9.png"]), 400), "Part 2, 'bad");
    }

    [Fact]
    public async Task Values_out_of_their_range_are_400()
    {
        Refuses(await served.Post("/api/compress?bits=9", ServedRun.Body(Picture), 400), "bits: '9' is not valid; use 1 to 8");
        Refuses(await served.Post("/api/compress?bits=x", ServedRun.Body(Picture), 400), "'x'");
        Refuses(await served.Post("/api/neighbours?top=0", ServedRun.Body(Picture), 400), "1 to 100");
        Refuses(await served.Post("/api/denoise?noise=-1", ServedRun.Body(Picture), 400), "0 or more");
        Refuses(await served.Post("/api/denoise?noise=NaN", ServedRun.Body(Picture), 400), "noise");
        Refuses(await served.Post("/api/denoise?seed=-1", ServedRun.Body(Picture), 400), "seed");
        Refuses(await served.Post("/api/decode", JsonContent.Create(new { latents = (float[][])[[1]] }), 400), "are of 8");
        Refuses(await served.Post("/api/decode", JsonContent.Create(new { latents = (float[][])[] }), 400), "latent");
        Refuses(await served.Post("/api/decode", new StringContent("{", Encoding.UTF8, "application/json"), 400), "JSON");
        Refuses(
            await served.Post("/api/decode", new StringContent("{\"latents\":[null]}", Encoding.UTF8, "application/json"), 400), "latent");
        Refuses(await served.Post("/api/decode", ServedRun.Body(Picture), 415), "application/json");
        Refuses(await served.Post("/api/decompress", ServedRun.Body(Picture), 400), "is not a .iae file");
        byte[] file = [.. File.ReadAllBytes(served["iae/0.iae"])];
        file[^6] ^= 1;
        Refuses(await served.Post("/api/decompress", ServedRun.Body(file), 400), "damaged");
        var two = ServedRun.Parts(served.Files[0], served.Files[1]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/reconstruct") { Content = two };
        request.Headers.Accept.ParseAdd("image/png");
        using var response = await served.Client.SendAsync(request, Stop);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task What_is_not_there_is_404_or_405()
    {
        Refuses(await served.Post("/api/nothing", ServedRun.Body(Picture), 404), "/openapi.json");
        Refuses(await served.Post("/api/model", ServedRun.Body(Picture), 405), "does not take POST");
    }

    [Fact]
    public async Task A_run_that_lacks_something_says_what_with_404()
    {
        string run = served["bare"];
        ServedRun.Succeed(
            "train", "unet", "--data", "faces:20", "--image-size", "16", "--epochs", "1", "--max-steps", "1", "--quiet", "--out", run);
        using var service = PictureService.Open(run, new ComputeOptions { Device = "cpu", Threads = 1 });
        await using var server = await PictureServer.Start(service, new ServerOptions { Run = "bare" });
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        foreach (string task in (string[])["embed", "score", "compress", "neighbours"])
        {
            using var response = await client.PostAsync($"/api/{task}", ServedRun.Body(Picture), Stop);
            Assert.Equal(404, (int)response.StatusCode);
            Assert.Contains("latent vector", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        // A unet keeps the size of a picture.
        using var denoised = await client.PostAsync("/api/denoise", ServedRun.Body(Picture), Stop);
        var answer = await denoised.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(32, PixelCodec.Decode(answer.GetProperty("pictures")[0].GetProperty("output").GetBytesFromBase64()).Picture!.Width);
    }

    [Fact]
    public async Task Too_much_is_413()
    {
        await using var server = await served.Start(new ServerOptions { Run = "tiny", MaxBytes = 1 << 20, MaxPixels = 2_500 });
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var large = await client.PostAsync("/api/embed", ServedRun.Body(new byte[(1 << 20) + 1]), Stop);
        Assert.Equal(413, (int)large.StatusCode);
        Assert.Contains("more than 1 MB", await large.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        // Two of 1,024 pixels fit, a third does not.
        using var fits = await client.PostAsync("/api/embed", ServedRun.Parts(served.Files[..2]), Stop);
        Assert.Equal(200, (int)fits.StatusCode);
        using var many = await client.PostAsync("/api/embed", ServedRun.Parts(served.Files), Stop);
        Assert.Equal(400, (int)many.StatusCode);
        Assert.Contains("limit of 452 pixels", await many.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        var parts = new MultipartFormDataContent();
        for (int i = 0; i <= 256; i++)
        {
            parts.Add(ServedRun.Body([1]), "picture", $"{i}");
        }

        using var crowd = await client.PostAsync("/api/embed", parts, Stop);
        Assert.Equal(413, (int)crowd.StatusCode);
    }

    [Fact]
    public async Task More_at_once_than_allowed_are_429_and_looking_still_works()
    {
        await using var server = await served.Start(new ServerOptions { Run = "tiny", MaxConcurrent = 1 });
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        var address = new Uri(server.Url);
        using (var slow = new TcpClient(address.Host, address.Port))
        {
            await slow.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /api/embed HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\nabc"),
                Stop);
            int status = 200;
            for (int i = 0; status == 200 && i < 200; i++)
            {
                using var second = await client.PostAsync("/api/embed", ServedRun.Body(Picture), Stop);
                status = (int)second.StatusCode;
                Assert.Equal(status == 429 ? TimeSpan.FromSeconds(1) : null, second.Headers.RetryAfter?.Delta);
            }

            Assert.Equal(429, status);
            Assert.Equal(200, (int)(await client.GetAsync("/healthz", Stop)).StatusCode);
        }

        // Who left makes room.
        int after = 429;
        for (int i = 0; after == 429 && i < 200; i++)
        {
            await Task.Delay(10, Stop);
            using var again = await client.PostAsync("/api/embed", ServedRun.Body(Picture), Stop);
            after = (int)again.StatusCode;
        }

        Assert.Equal(200, after);
    }

    [Fact]
    public async Task Other_names_and_other_pages_are_refused()
    {
        foreach (var (header, value, status) in ((string, string, int)[])[
            ("Host", "example.com", 400), ("Host", "127.0.0.1.example.com", 400), ("Host", "localhost", 200), ("Host", "[::1]:80", 200),
            ("Origin", "http://example.com", 403), ("Origin", "null", 403), ("Origin", served.Url, 200)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/embed") { Content = ServedRun.Body(Picture) };
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await served.Client.SendAsync(request, Stop);
            Assert.True((int)response.StatusCode == status, $"{header}: {value} is answered {(int)response.StatusCode}.");
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Without_the_token_there_is_the_page_alone()
    {
        await using var server = await served.Start(new ServerOptions { Run = "tiny", Token = "0123456789abcdef" });
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        foreach (var (path, token, status) in ((string, string?, int)[])[
            ("/", null, 200), ("/healthz", null, 200), ("/api/model", null, 401), ("/openapi.json", null, 401),
            ("/api/model", "0123456789abcdeF", 401), ("/api/model", "", 401), ("/api/model", "0123456789abcdef", 200)])
        {
            client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var response = await client.GetAsync(path, Stop);
            Assert.True((int)response.StatusCode == status, $"{path} with {token} is answered {(int)response.StatusCode}.");
        }
    }

    [Fact]
    public async Task The_description_has_every_address_and_each_is_there()
    {
        var description = await served.Client.GetFromJsonAsync<JsonElement>("/openapi.json", Stop);
        var paths = description.GetProperty("paths").EnumerateObject().ToDictionary(
            path => path.Name, path => path.Value.EnumerateObject().Single().Name.ToUpperInvariant());
        Assert.Equal(s_pictureTasks.Append("decode").Append("decompress").Order(),
            paths.Where(path => path.Value == "POST").Select(path => path.Key["/api/".Length..]).Order());
        foreach (var (path, method) in paths)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await served.Client.SendAsync(request, Stop);
            Assert.Equal(method == "GET" ? 200 : 415, (int)response.StatusCode);
        }

        string text = description.GetRawText();
        // GetProperty throws where a reference leads nowhere.
        Assert.All(
            text.Split("\"$ref\":").Skip(1).Select(part => part.TrimStart().Split('"')[1].Split('/')[1..]),
            way => Assert.Equal(JsonValueKind.Object, way.Aggregate(description, (at, name) => at.GetProperty(name)).ValueKind));
    }

    private static void Refuses(JsonElement answer, string reason) =>
        Assert.Contains(reason, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
}
