using System.Net;
using System.Net.Sockets;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using ILGpuAutoencoders.Cli.Serving;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli.Serving;

public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_cannot_be_listened_at_is_one_sentence()
    {
        TinyTraining.Run(_folder["run"], epochs: 1);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var inUse = Serve("--port", $"{port}");
        Assert.Equal(
            (ExitCodes.Usage, $"ilgpu-ae: --port: '{port}' is in use by another program; use another, or 0 for any free one.\n"),
            (inUse.ExitCode, inUse.Error));
        var elsewhere = Serve("--port", "0", "--listen", "192.0.2.1");
        Assert.Equal(ExitCodes.Usage, elsewhere.ExitCode);
        Assert.StartsWith("ilgpu-ae: --listen: '192.0.2.1' cannot be listened at", elsewhere.Error, StringComparison.Ordinal);
        Assert.Equal(1, elsewhere.Error.Count(c => c == '\n'));
        foreach (string[] words in (string[][])[
            ["--port", "65536"], ["--max-size", "0"], ["--max-pixels", "501"], ["--max-concurrent", "0"], ["--listen", "here"]])
        {
            var wrong = Serve(words);
            Assert.Equal(ExitCodes.Usage, wrong.ExitCode);
            Assert.StartsWith($"ilgpu-ae: {words[0]}: '{words[1]}' is not valid; use ", wrong.Error, StringComparison.Ordinal);
        }

        Assert.Equal(ExitCodes.Checkpoint, CliRun.Of("serve", _folder["none"], "--port", "0", "--device", "cpu").ExitCode);
    }

    [Fact]
    public async Task Beyond_this_machine_a_token_is_made_and_Ctrl_C_ends_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "127.0.0.1 is one of the addresses of 0.0.0.0.");
        TinyTraining.Run(_folder["run"], epochs: 1);
        using var serve = await ServeProcess.Start(_folder["run"], "--listen", "0.0.0.0", "--json");
        var told = JsonDocument.Parse(serve.Line).RootElement;
        string token = told.GetProperty("token").GetString()!;
        Assert.Equal(48, token.Length);
        using var without = await serve.Client.GetAsync("/api/model", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        serve.Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var with = await serve.Client.GetAsync("/api/model", Stop);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        Assert.Equal(ExitCodes.Ok, (await serve.Stop("INT")).ExitCode);
    }

    /// <summary>Neither the program nor what refers to it needs ASP.NET Core to start.</summary>
    [Fact]
    public void Only_the_rooms_of_serve_need_ASP_NET_Core()
    {
        string config = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ilgpu-ae.runtimeconfig.json"));
        Assert.Contains("Microsoft.NETCore.App", config, StringComparison.Ordinal);
        Assert.DoesNotContain("AspNetCore", config, StringComparison.Ordinal);
        Assert.NotNull(AspNetRuntime.Folder);
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "ilgpu-ae.dll")));
        var metadata = file.GetMetadataReader();
        Assert.Contains(metadata.AssemblyReferences, reference =>
            metadata.GetString(metadata.GetAssemblyReference(reference).Name) == "Microsoft.AspNetCore");
    }

    private CliRun Serve(params string[] words) => CliRun.Of(["serve", _folder["run"], "--device", "cpu", "--quiet", .. words]);
}
