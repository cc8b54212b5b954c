using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Text that is compared with a file beside the tests; UPDATE_GOLDEN=1 writes the file instead.</summary>
internal static class GoldenText
{
    internal static void Equal(string name, string actual, [CallerFilePath] string caller = "") =>
        EqualFile(Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name + ".txt"), actual);

    /// <summary>The same for a file of docs.</summary>
    internal static void EqualDocument(string name, string actual, [CallerFilePath] string caller = "") =>
        EqualFile(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "docs", name)), actual);

    private static void EqualFile(string path, string actual)
    {
        actual = string.Join('\n', actual.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{path} is missing; run the tests once with UPDATE_GOLDEN=1 and read what it wrote.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
