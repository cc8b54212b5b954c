using System.Text.RegularExpressions;

namespace ILGpuAutoencoders.Tests.Documents;

/// <summary>Links and paths in documents lead somewhere.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> AllDocuments => [.. Documents.All];

    [Theory]
    [MemberData(nameof(AllDocuments))]
    public void Links_lead_somewhere(string document)
    {
        foreach (Match match in Link().Matches(Documents.Prose(document)))
        {
            string target = match.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = target.Split('#', 2);
            string path = parts[0].Length == 0 ? document
                : Path.GetRelativePath(
                    Documents.Root, Path.GetFullPath(Path.Combine(Documents.Root, Path.GetDirectoryName(document)!, parts[0])));
            string full = Path.Combine(Documents.Root, path);
            Assert.True(
                File.Exists(full) || Directory.Exists(full), $"{document}: the link {target} leads to {path}, which does not exist.");
            Assert.True(
                parts.Length == 1 || Documents.Anchors(path).Contains(parts[1]), $"{document}: {path} has no heading for #{parts[^1]}.");
        }
    }

    [Theory]
    [MemberData(nameof(AllDocuments))]
    public void Paths_in_the_text_exist(string document)
    {
        foreach (Match match in QuotedPath().Matches(Documents.Prose(document)))
        {
            string path = match.Groups[1].Value;
            Assert.True(
                IsOfUsers(path) || File.Exists(Path.Combine(Documents.Root, path)) || Directory.Exists(Path.Combine(Documents.Root, path)),
                $"{document} names {path}, which does not exist.");
        }

        // Where people put their own pictures.
        static bool IsOfUsers(string path) =>
            path is "data/train" or "data/val" or "data/test" || path.StartsWith("data/lfw", StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_are_found() =>
        Assert.True(Documents.All.Count > 30 && Documents.All.Contains("docs/architecture.md"), string.Join(' ', Documents.All));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:engine|models|data|cli|tests|benchmarks|docs|samples)/[^` *<>{}]*)`")]
    private static partial Regex QuotedPath();
}
