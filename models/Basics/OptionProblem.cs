using System.Security.Cryptography;
using System.Text;

namespace ILGpuAutoencoders.Models.Basics;

/// <summary>The sentence about a value that cannot be used.</summary>
internal static class OptionProblem
{
    private const int MostShown = 60;

    /// <summary>The sentence.</summary>
    /// <param name="text">The value as written.</param>
    /// <param name="instead">What can be used: 1 or more.</param>
    /// <param name="names">Names, one of which may have been meant.</param>
    internal static string Of(string text, string instead, params IEnumerable<string> names) =>
        $"'{Shown(text)}' is not valid{NearMatch.Suggest(text, names)}; use {instead}.";

    /// <summary>A value in one line: several lines as their number and a hash, which tells them from others.</summary>
    internal static string Brief(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return $"{text.AsSpan().TrimEnd('\n').Count('\n') + 1} lines ({hash[..8]})";
    }

    /// <summary>Untrusted text made safe for a message: shortened, without control characters.</summary>
    internal static string Shown(string text) =>
        string.Concat((text.Length > MostShown ? text[..MostShown] + "..." : text).Select(c => char.IsControl(c) ? '?' : c));
}
