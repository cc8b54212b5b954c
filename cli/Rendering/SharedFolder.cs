namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>The folder that all files of a table are in is said once, and the table shows what is below it.</summary>
internal static class SharedFolder
{
    /// <summary>The innermost folder that holds all files, as they name it; empty for none.</summary>
    internal static string Of(IEnumerable<string> files)
    {
        string? shared = null;
        foreach (string file in files)
        {
            string folder = Path.GetDirectoryName(file) ?? "";
            shared ??= folder;
            while (shared.Length > 0 && !IsAtOrBelow(folder, shared))
            {
                shared = Path.GetDirectoryName(shared) ?? "";
            }
        }

        return shared ?? "";
    }

    /// <summary>The path below a folder of <see cref="Of"/>.</summary>
    internal static string Below(string folder, string file) => folder.Length == 0 ? file : file[folder.Length..].TrimStart('/', '\\');

    private static bool IsAtOrBelow(string path, string folder) => path.StartsWith(folder, StringComparison.Ordinal)
        && (path.Length == folder.Length || path[folder.Length] is '/' or '\\' || folder[^1] is '/' or '\\');
}
