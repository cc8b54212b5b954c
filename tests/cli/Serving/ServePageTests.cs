using System.Globalization;
using System.Text.Json;
using ILGpuAutoencoders.Cli.Serving;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli.Serving;

/// <summary>The page in a browser: what it shows is what the API says.</summary>
[Collection(ServedTests.Name)]
public sealed class ServePageTests(ServedRun served)
{
    private const int Phone = 390, Height = 800, ArrowRight = 39;

    [Fact]
    public async Task A_picture_is_reconstructed_explored_denoised_scored_and_compressed_by_keyboard_too()
    {
        Assert.SkipWhen(Chromium.Program is null, Chromium.Missing);
        await using var page = await DevTools.Open(served.Url, Phone, Height);
        await page.Until("document.querySelectorAll('#axes input').length === 8");
        Assert.Equal("denoising: tiny", await Text(page, "#title"));
        await page.Choose("#file", served.Files[0]);
        await page.Until("document.querySelector('#status').textContent === 'done'");

        var told = (await served.Post("/api/reconstruct", ServedRun.Parts(served.Files[0]))).GetProperty("pictures")[0];
        Assert.Equal(Decibels(told), await Text(page, "#psnr"));
        Assert.Equal(Source(told, "input"), await Get(page, "#reconstruct .before", "src"));
        Assert.Equal(Source(told, "output"), await Get(page, "#reconstruct .after", "src"));
        Assert.Equal(Source(told, "output"), await Get(page, "#moved", "src"));

        var score = (await served.Post("/api/score", ServedRun.Parts(served.Files[0]))).GetProperty("pictures")[0];
        Assert.Equal(Source(score, "heat_map"), await Get(page, "#heat", "src"));
        Assert.StartsWith(
            score.GetProperty("is_anomaly").GetBoolean() ? "Anomaly: joint " : "Normal: joint ", await Text(page, "#verdict"),
            StringComparison.Ordinal);

        var file = (await served.Post("/api/compress", ServedRun.Parts(served.Files[0]))).GetProperty("pictures")[0];
        Assert.StartsWith($"{file.GetProperty("bytes").GetInt32()} bytes, ", await Text(page, "#bytes"), StringComparison.Ordinal);
        Assert.EndsWith(Decibels(file), await Text(page, "#bytes"), StringComparison.Ordinal);

        var near = (await served.Post("/api/neighbours", ServedRun.Parts(served.Files[0]))).GetProperty("pictures")[0];
        Assert.Equal(5, (await page.Evaluate("document.querySelectorAll('#near img').length")).GetInt32());
        Assert.Equal(Source(near[0], "picture"), await Get(page, "#near img", "src"));

        await Fits(page, images: 12);
        await MovesWithTheKeyboard(page);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task What_a_run_lacks_is_absent_with_a_reason_and_a_bad_file_is_told()
    {
        Assert.SkipWhen(Chromium.Program is null, Chromium.Missing);
        string run = served["plain"];
        ServedRun.Succeed(
            "train", "conv", "--preset", "plain", "--data", "faces:20", "--image-size", "16", "--latent", "4", "--epochs", "1", "--quiet",
            "--out", run);
        using var service = PictureService.Open(run, new ComputeOptions { Device = "cpu", Threads = 1 });
        await using var server = await PictureServer.Start(service, new ServerOptions { Run = "plain", Token = "0123456789abcdef" });
        await using var page = await DevTools.Open($"{server.Url}/#token=0123456789abcdef", Phone, Height);
        await page.Until("document.querySelectorAll('#axes input').length === 4");
        File.WriteAllText(served["text.png"], "no picture");
        await page.Choose("#file", served["text.png"]);
        await page.Until("document.querySelector('#error').textContent.includes('not a JPEG')");
        // The browser itself notes an answer of 400.
        Assert.All(page.Complaints, complaint => Assert.Contains("400", complaint, StringComparison.Ordinal));
        foreach (var (part, reason) in ((string, string)[])[
            ("denoise", "trained on clean pictures"), ("score", "anomaly calibrate"), ("compress", "codec")])
        {
            Assert.Contains(reason, await Text(page, $"#{part} .why"), StringComparison.Ordinal);
            Assert.True((await page.Evaluate($"document.querySelector('#{part} .body').hidden")).GetBoolean());
        }

        await page.Choose("#file", served.Files[0]);
        await page.Until("document.querySelector('#psnr').textContent.endsWith(' dB')");
        await Fits(page, images: 8);
    }

    private async Task MovesWithTheKeyboard(DevTools page)
    {
        string start = await Get(page, "#moved", "src");
        await page.Evaluate("document.querySelector('#axes input').focus()");
        for (int i = 0; i < 20; i++)
        {
            await page.Press("ArrowRight", ArrowRight);
        }

        await page.Until(
            $"document.querySelector('#axes output').textContent === '2.0' && document.querySelector('#moved').src !== '{start}'");
        await page.Evaluate("document.querySelector('#reset').click()");
        await page.Until($"document.querySelector('#moved').src === '{start}'");

        await page.Evaluate("document.querySelector('#noise').focus()");
        for (int i = 0; i < 20; i++)
        {
            await page.Press("ArrowRight", ArrowRight);
        }

        var told = (await served.Post("/api/denoise?noise=0.2", ServedRun.Parts(served.Files[0]))).GetProperty("pictures")[0];
        string psnr = $"PSNR {Decibels(told.GetProperty("before"))} before, {Decibels(told.GetProperty("after"))} after";
        await page.Until($"document.querySelector('#denoised').textContent === '{psnr}'");
        Assert.Equal(Source(told, "noisy"), await Get(page, "#denoise .before", "src"));

        await page.Evaluate("document.querySelector('#reconstruct .divide').focus()");
        await page.Press("End", 35);
        Assert.Equal(
            "inset(0px 0px 0px 100%)",
            (await page.Evaluate("getComputedStyle(document.querySelector('#reconstruct .after')).clipPath")).GetString());
    }

    /// <summary>Nothing is wider than a telephone, and every picture that is shown was drawn.</summary>
    private static async Task Fits(DevTools page, int images)
    {
        await page.Until($$"""
            (() => {
              const shown = [...document.images].filter(image => image.getBoundingClientRect().width > 0);
              return shown.length === {{images}} && shown.every(image => image.complete && image.naturalWidth > 0);
            })()
            """);
        var (inner, scroll) = ((await page.Evaluate("innerWidth")).GetInt32(),
            (await page.Evaluate("document.documentElement.scrollWidth")).GetInt32());
        Assert.Equal((Phone, true), (inner, scroll <= inner));
        Assert.Equal(0, (await page.Evaluate(
            "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length")).GetInt32());
    }

    private static async Task<string> Text(DevTools page, string selector) => await Get(page, selector, "textContent");

    private static async Task<string> Get(DevTools page, string selector, string property) =>
        (await page.Evaluate($"document.querySelector('{selector}').{property}")).GetString()!;

    private static string Source(JsonElement picture, string name) => "data:image/png;base64," + picture.GetProperty(name).GetString();

    private static string Decibels(JsonElement result) =>
        result.GetProperty("psnr").GetDouble().ToString("0.00", CultureInfo.InvariantCulture) + " dB";
}
