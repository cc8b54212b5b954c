using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ILGpuAutoencoders.Tests.Documents;

/// <summary>The Markdown files of the project.</summary>
internal static partial class Documents
{
    private static readonly string[] s_notOurs = ["bin", "obj", "runs", "node_modules", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder that holds the solution.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>Every Markdown file, by its path below the root with '/' between names.</summary>
    internal static IReadOnlyList<string> All { get; } =
        [.. Find(Root).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    internal static string Read(string document) => File.ReadAllText(Path.Combine(Root, document)).ReplaceLineEndings("\n");

    /// <summary>What a reader sees as text: no fenced or indented code.</summary>
    internal static string Prose(string document) =>
        string.Join(
            '\n', Fence().Replace(Read(document), "").Split('\n').Where(line => !line.StartsWith("    ", StringComparison.Ordinal)));

    /// <summary>Lines of fenced and of indented code, with lines that a backslash continues joined.</summary>
    internal static IEnumerable<string> CodeLines(string document)
    {
        string text = Read(document);
        var fenced = Fence().Matches(text).Select(match => match.Groups["code"].Value);
        var indented = Fence().Replace(text, "").Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal));
        return fenced.SelectMany(code => code.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')).Concat(indented).Select(
            line => line.Trim());
    }

    /// <summary>The anchors that a document's headings give, as GitHub makes them.</summary>
    internal static IReadOnlySet<string> Anchors(string document) =>
        Heading().Matches(Fence().Replace(Read(document), "")).Select(match => Slug(match.Groups[1].Value)).ToHashSet();

    private static string Slug(string heading) => NotInSlug().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> Find(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(
            Directory.EnumerateDirectories(folder).Where(
                path => Path.GetFileName(path) is var name && !name.StartsWith('.') && !s_notOurs.Contains(name)).SelectMany(Find));

    private static string FindRoot([CallerFilePath] string caller = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, "..", ".."));

    [GeneratedRegex(@"^ *```[^\n]*\n(?<code>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex NotInSlug();
}
