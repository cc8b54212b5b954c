using System.Net;
using System.Net.Sockets;
using System.Text;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.Data.Hostile;

namespace ILGpuAutoencoders.Tests.Cli.Serving;

[Collection(ServedTests.Name)]
public sealed class ServeLoadTests(ServedRun served)
{
    internal const int Requests = Clients * RequestsEach;

    private const int Clients = 8, RequestsEach = 125;

    private static readonly string[] s_tasks = ["embed", "reconstruct", "denoise", "score", "compress", "decompress", "neighbours"];

    /// <summary>Good pictures, damaged ones and bombs by eight clients: each is answered, the good ones alike, and memory stays.</summary>
    [Fact]
    public async Task A_thousand_requests_of_eight_clients_do_no_harm_and_a_signal_ends_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill.");
        string[] files = Snapshot();
        using var serve = await ServeProcess.Start(served.Run);
        byte[] good = PixelCodec.EncodePng(new Picture(48, 48, GeneratedFaces.Draw(1, 1, 48)));
        byte[][] seeds = [.. MutatedPictures.Seeds().SelectMany(format => format.Files)],
            bombs = [.. Bombs.All.Select(bomb => bomb.File)];
        byte[] expected = await Embed(serve.Client, good);
        await Storm(requestsEach: 25, seed: 100);
        long before = Memory();
        var counts = await Storm(RequestsEach, seed: 0);
        long growth = (Memory() - before) >> 20;

        Assert.Equal(Requests, counts.Values.Sum());
        Assert.Equal(expected, await Embed(serve.Client, good));
        Assert.False(serve.Process.HasExited);
        Assert.All(counts.Keys, status => Assert.Contains(
            status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.NotFound,
                HttpStatusCode.UnsupportedMediaType]));
        Assert.True(counts[HttpStatusCode.OK] > 250 && counts[HttpStatusCode.BadRequest] > 100, string.Join(", ", counts));
        Assert.True(growth < 100, $"Memory grew by {growth} MB.");

        // A request that does not end, as of a phone that was put away, is not waited for.
        using var idle = new TcpClient(serve.Client.BaseAddress!.Host, serve.Client.BaseAddress.Port);
        await idle.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("POST /api/embed HTTP/1.1\r\nHost: localhost\r\nContent-"), TestContext.Current.CancellationToken);
        var (exitCode, time) = await serve.Stop("TERM");
        Assert.True(exitCode == ExitCodes.Ok, await serve.Process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        // It takes half a second; this machine may be busy with other tests.
        Assert.InRange(time.TotalSeconds, 0, 10);
        Assert.Equal(files, Snapshot());

        long Memory()
        {
            serve.Process.Refresh();
            return serve.Process.WorkingSet64;
        }

        async Task<Dictionary<HttpStatusCode, int>> Storm(int requestsEach, int seed)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
            {
                var random = new Random(client + seed);
                var statuses = new List<HttpStatusCode>();
                for (int i = 0; i < requestsEach; i++)
                {
                    if (i % 4 == 0)
                    {
                        Assert.Equal(expected, await Embed(serve.Client, good));
                        statuses.Add(HttpStatusCode.OK);
                        continue;
                    }

                    byte[] file = i % 100 == 1 ? bombs[(client + i) % bombs.Length]
                        : MutatedPictures.Mutate(seeds[random.Next(seeds.Length)], random);
                    using HttpContent content = i % 3 == 0 ? Part(file) : ServedRun.Body(file, i % 10 == 9 ? "text/plain" : "image/png");
                    using var response = await serve.Client.PostAsync(
                        $"/api/{s_tasks[random.Next(s_tasks.Length)]}", content, TestContext.Current.CancellationToken);
                    string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    Assert.True(response.IsSuccessStatusCode || text.StartsWith("{\"error\":\"", StringComparison.Ordinal), text);
                    Assert.True((int)response.StatusCode < 500, text);
                    statuses.Add(response.StatusCode);
                }

                return statuses;
            }));
            return answers.SelectMany(statuses => statuses).CountBy(status => status).ToDictionary();
        }
    }

    /// <summary>The files of the run, which serving leaves as they are.</summary>
    private string[] Snapshot() =>
        [.. Directory.GetFiles(served.Run, "*", SearchOption.AllDirectories).Select(
            file => $"{file} {new FileInfo(file).Length} {File.GetLastWriteTimeUtc(file).Ticks}").Order(StringComparer.Ordinal)];

    private static MultipartFormDataContent Part(byte[] file) => new() { { ServedRun.Body(file), "picture", "a.png" } };

    private static async Task<byte[]> Embed(HttpClient client, byte[] picture)
    {
        using var response = await client.PostAsync("/api/embed", ServedRun.Body(picture), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
