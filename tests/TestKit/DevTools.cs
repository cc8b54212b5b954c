using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>A page in headless Chromium, driven through its DevTools protocol.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly string _profile = Directory.CreateTempSubdirectory("chromium").FullName;
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private int _calls;

    private DevTools()
    {
        _process = Process.Start(new ProcessStartInfo(
            Chromium.Program!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0",
                $"--user-data-dir={_profile}", "about:blank"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What the page complained of: errors of its console, exceptions, and requests that failed.</summary>
    internal List<string> Complaints { get; } = [];

    /// <summary>Opens an address.</summary>
    internal static async Task<DevTools> Open(string url, int width, int height)
    {
        var page = new DevTools();
        try
        {
            await page.Connect();
            foreach (string domain in (string[])["Runtime", "Log", "Page", "DOM"])
            {
                await page.Call($"{domain}.enable", []);
            }

            await page.Call("Emulation.setDeviceMetricsOverride", new()
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = true,
            });
            await page.Call("Page.navigate", new() { ["url"] = url });
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    /// <summary>The value of an expression of JavaScript in the page.</summary>
    internal async Task<JsonElement> Evaluate(string expression)
    {
        var result = await Call(
            "Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.False(result.TryGetProperty("exceptionDetails", out var error), error.ToString());
        return result.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Waits until an expression is true.</summary>
    internal async Task Until(string expression)
    {
        var clock = Stopwatch.StartNew();
        while ((await Evaluate(expression)).ValueKind != JsonValueKind.True)
        {
            Assert.True(
                clock.Elapsed < s_limit,
                $"Not within {s_limit}: {expression}\n{string.Join('\n', Complaints)}\n{await Evaluate("document.body.innerText")}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Chooses a file as a person does.</summary>
    internal async Task Choose(string selector, string file)
    {
        var input = await Call("Runtime.evaluate", new() { ["expression"] = $"document.querySelector('{selector}')" });
        await Call("DOM.setFileInputFiles", new()
        {
            ["files"] = new JsonArray(file),
            ["objectId"] = input.GetProperty("result").GetProperty("objectId").GetString(),
        });
    }

    /// <summary>Presses a key in what has the focus.</summary>
    internal async Task Press(string key, int code)
    {
        foreach (string type in (string[])["keyDown", "keyUp"])
        {
            await Call("Input.dispatchKeyEvent", new()
            {
                ["type"] = type,
                ["key"] = key,
                ["code"] = key,
                ["windowsVirtualKeyCode"] = code,
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        // Its children may still be writing.
        for (int i = 0; i < 50 && Directory.Exists(_profile); i++)
        {
            try
            {
                Directory.Delete(_profile, recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(20);
            }
        }
    }

    private async Task Connect()
    {
        string file = Path.Combine(_profile, "DevToolsActivePort");
        var clock = Stopwatch.StartNew();
        string[] lines = [];
        while (lines is not [{ Length: > 0 }, { Length: > 0 }, ..])
        {
            Assert.True(clock.Elapsed < s_limit && !_process.HasExited, "Chromium does not start.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
            lines = File.Exists(file) ? await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken) : [];
        }

        using var client = new HttpClient();
        var targets = await client.GetFromJsonAsync<JsonElement>(
            $"http://127.0.0.1:{lines[0]}/json", TestContext.Current.CancellationToken);
        var page = targets.EnumerateArray().First(target => target.GetProperty("type").GetString() == "page");
        await _socket.ConnectAsync(
            new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!), TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement> Call(string method, JsonObject parameters)
    {
        int id = ++_calls;
        string text = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString();
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        while (true)
        {
            var message = await Receive();
            if (message.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                return message.TryGetProperty("result", out var result) ? result
                    : throw new InvalidOperationException($"{method}: {message}");
            }

            Note(message);
        }
    }

    private async Task<JsonElement> Receive()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        using var whole = new MemoryStream();
        byte[] room = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(room, limit.Token);
            whole.Write(room, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(whole.ToArray()).RootElement;
    }

    private void Note(JsonElement message)
    {
        string method = message.TryGetProperty("method", out var name) ? name.GetString()! : "";
        string text = message.ToString();
        if (method == "Runtime.exceptionThrown"
            || (method == "Runtime.consoleAPICalled" && text.Contains("\"type\":\"error\"", StringComparison.Ordinal))
            || (method == "Log.entryAdded" && text.Contains("\"level\":\"error\"", StringComparison.Ordinal)))
        {
            Complaints.Add(text);
        }
    }
}
