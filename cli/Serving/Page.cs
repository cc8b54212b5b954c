using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ILGpuAutoencoders.Cli.Serving;

/// <summary>The page and the description of the API: one file each within the program.</summary>
internal static class Page
{
    private static readonly byte[] s_page = Resource("page.html"), s_openApi = Resource("openapi.json");

    // What is allowed by its hash is what this file holds: nothing that a picture or a name brought in could run.
    private static readonly string s_policy =
        $"default-src 'none'; script-src '{HashOf("script")}'; style-src '{HashOf("style")}'; img-src data: blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static Task Write(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = s_policy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Write(context.Response, "text/html; charset=utf-8", s_page);
    }

    internal static Task WriteOpenApi(HttpResponse response) => Write(response, "application/json", s_openApi);

    private static Task Write(HttpResponse response, string type, byte[] bytes)
    {
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, 0, bytes.Length);
    }

    private static string HashOf(string element)
    {
        string page = Encoding.UTF8.GetString(s_page);
        int start = page.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        string text = page[start..page.IndexOf($"</{element}>", StringComparison.Ordinal)];
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
