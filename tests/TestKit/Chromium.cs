using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>A page as headless Chromium lays it out: in a frame of a given width, asked by a script of the test's own.</summary>
internal static partial class Chromium
{
    internal const string Missing = "There is no Chromium: neither $CHROMIUM nor chromium, chromium-browser or google-chrome on the PATH.";

    private const int Phone = 390, Desktop = 1280;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private const string Probe = """
        <script>
        onload = () => {
          const answer = [...document.querySelectorAll('iframe')].map(frame => {
            const page = frame.contentDocument, view = frame.contentWindow, style = view.getComputedStyle(page.body);
            const images = [...page.images], figures = [...page.querySelectorAll('figure,p,h1,h2,.table')];
            const boxes = [...page.querySelectorAll('.chart>svg')].map(
              chart => [...chart.querySelectorAll('text')].map(text => text.getBoundingClientRect()));
            const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            const meeting = boxes.flatMap(chart => chart.filter((a, i) => chart.some((b, j) => i < j && meet(a, b))));
            return {
              width: view.innerWidth, scrollWidth: page.documentElement.scrollWidth, background: style.backgroundColor, text: style.color,
              fontSize: parseFloat(style.fontSize), headings: [...page.querySelectorAll('h2')].map(h => h.textContent),
              images: images.length,
              drawn: images.filter(i => i.complete && i.naturalWidth > 0 && i.getBoundingClientRect().height > 0).length,
              outside: figures.filter(e => e.getBoundingClientRect().right > view.innerWidth + 1).length,
              labels: boxes.flat().length, lowest: Math.min(...boxes.flat().map(box => box.height)),
              cut: boxes.flat().filter(box => box.left < 0 || box.right > view.innerWidth).length,
              meeting: meeting.length,
              fetched: view.performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).map(e => e.name)
            };
          });
          document.querySelector('pre').textContent = JSON.stringify(answer);
        };
        </script>
        """;

    /// <summary>The program; null where there is none.</summary>
    internal static string? Program { get; } = new[] { Environment.GetEnvironmentVariable("CHROMIUM") ?? "" }
        .Concat(from name in (string[])["chromium", "chromium-browser", "google-chrome"]
                from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                select Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Lays a page out at the width of a desk and of a telephone, and asserts what every report promises of both.</summary>
    /// <param name="page">The file.</param>
    /// <param name="isDark">Whether the reader prefers dark pages.</param>
    /// <returns>What the desktop has, then the telephone.</returns>
    internal static async Task<IReadOnlyList<JsonElement>> LayOut(string page, bool isDark)
    {
        string folder = Directory.CreateTempSubdirectory("chromium").FullName;
        try
        {
            File.Copy(page, Path.Combine(folder, "page.html"));
            string frames = string.Concat(
                ((int[])[Desktop, Phone]).Select(
                    width => $"<iframe src=\"page.html\" style=\"width:{width}px;height:800px;border:0\"></iframe>"));
            File.WriteAllText(Path.Combine(folder, "probe.html"), $"<!DOCTYPE html><html><body>{frames}<pre></pre>{Probe}</body></html>");
            var layouts =
                JsonDocument.Parse(
                    Answer().Match(await Dump(folder, isDark)).Groups[1].Value is { Length: > 0 } json ? WebUtility.HtmlDecode(json) : "[]")
                        .RootElement.EnumerateArray().ToList();
            Assert.Equal([Desktop, Phone], layouts.Select(layout => layout.GetProperty("width").GetInt32()));
            foreach (var layout in layouts)
            {
                Assert.True(layout.GetProperty("scrollWidth").GetInt32() <= layout.GetProperty("width").GetInt32(),
                    $"The page scrolls sideways: {layout}");
                Assert.Equal(0, layout.GetProperty("outside").GetInt32());
                Assert.InRange(layout.GetProperty("fontSize").GetDouble(), 14, 24);
                // The words along the axes of charts: of the size of letters, whole, and apart from each other.
                Assert.InRange(layout.GetProperty("labels").GetInt32(), 1, int.MaxValue);
                Assert.InRange(layout.GetProperty("lowest").GetDouble(), 12, 24);
                Assert.Equal((0, 0), (layout.GetProperty("cut").GetInt32(), layout.GetProperty("meeting").GetInt32()));
                Assert.InRange(layout.GetProperty("images").GetInt32(), 1, int.MaxValue);
                Assert.Equal(layout.GetProperty("images").GetInt32(), layout.GetProperty("drawn").GetInt32());
                Assert.Empty(layout.GetProperty("fetched").EnumerateArray());
                int background = Brightness(layout, "background"), text = Brightness(layout, "text");
                Assert.True(isDark ? background < 60 && text > 180 : background > 200 && text < 80,
                    $"Letters of brightness {text} on {background}.");
            }

            return layouts;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> Dump(string folder, bool isDark)
    {
        var start = new ProcessStartInfo(Program!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--allow-file-access-from-files",
            $"--user-data-dir={Path.Combine(folder, "profile")}",
            .. isDark ? ["--force-dark-mode"] : Array.Empty<string>(), "--dump-dom",
            new Uri(Path.Combine(folder, "probe.html")).AbsoluteUri])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await error;
            await process.WaitForExitAsync(limit.Token);
            return output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private static int Brightness(JsonElement layout, string color)
    {
        int[] channels = [.. Number().Matches(layout.GetProperty(color).GetString()!).Take(3).Select(match => int.Parse(match.Value))];
        return channels.Sum() / channels.Length;
    }

    [GeneratedRegex("<pre>(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Answer();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
