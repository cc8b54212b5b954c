using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Nothing that exists is overwritten.</summary>
internal static class OutputPaths
{
    /// <exception cref="ConfigurationException">There is something at the path other than an empty folder.</exception>
    internal static void RequireNewFolder(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new ConfigurationException("out", $"'{path}' exists and is not overwritten; name another folder or remove it.");
        }
    }

    /// <exception cref="ConfigurationException">There is something at the path.</exception>
    internal static void RequireNewFile(string path, string key = "out")
    {
        if (Path.Exists(path))
        {
            throw new ConfigurationException(key, $"'{path}' exists and is not overwritten; name another file or remove it.");
        }
    }
}
