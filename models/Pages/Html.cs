using System.Net;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Pages;

/// <summary>Untrusted text within a page.</summary>
internal static class Html
{
    /// <summary>The text as it stands between tags and in quotes; control characters, which no page may hold, are spelt out.</summary>
    internal static string Escape(string text) => WebUtility.HtmlEncode(PlainText.Of(text));

    /// <summary>The address of a file below the page, from the names of its folders and its own.</summary>
    internal static string PathTo(params IEnumerable<string> names) => string.Join('/', names.Select(Uri.EscapeDataString));
}
