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

    /// <summary>Untrusted text made safe for a message: shortened, without control characters.</summary>
    internal static string Shown(string text) =>
        string.Concat((text.Length > MostShown ? text[..MostShown] + "..." : text).Select(c => char.IsControl(c) ? '?' : c));
}
