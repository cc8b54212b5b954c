using System.Text.RegularExpressions;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Runs;

/// <summary>
/// Where files of a run are written: into its own folder. A run may come from anybody, with links among its files that lead anywhere; none
/// is written through. The folder itself may be reached by a link: who named it meant what it leads to.
/// </summary>
internal static partial class RunPlace
{
    /// <summary>The path of a file or folder of a run, to be written.</summary>
    /// <param name="folder">The run's folder; empty for the current one.</param>
    /// <param name="name">One of <see cref="RunFile"/>, or a name within one that is a folder.</param>
    /// <exception cref="IOException">There is a link at its place, or at that of a folder between it and the run's.</exception>
    internal static string ToWrite(string folder, string name)
    {
        string at = folder;
        foreach (string part in name.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar))
        {
            at = Path.Combine(at, part);
            RequireNoLink(at);
        }

        return at;
    }

    /// <summary>
    /// The path of a file of a run, to be appended to. Its bytes are in no other file, as they are where it has a second name (a hard
    /// link).
    /// </summary>
    /// <inheritdoc cref="ToWrite"/>
    internal static string ToAppend(string folder, string name)
    {
        string path = ToWrite(folder, name);
        if (File.Exists(path))
        {
            AtomicFile.Write(path, PlainFile.ReadAllBytes(path));
        }

        return path;
    }

    /// <summary>Looks for links at all places where a training writes, before it computes what it could not write.</summary>
    /// <exception cref="IOException">There is one.</exception>
    internal static void RequireNoLinks(string folder)
    {
        foreach (string path in OwnFiles(folder, temporary: false))
        {
            RequireNoLink(path);
        }
    }

    /// <summary>Removes what a killed process left half written, and nothing that this program did not make.</summary>
    internal static void RemoveTemporaryFiles(string folder)
    {
        foreach (string file in OwnFiles(folder, temporary: true).Where(file => !IsLink(file)).ToArray())
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> OwnFiles(string folder, bool temporary)
    {
        string images = Path.Combine(folder, RunFile.Images);
        return Named(folder, OwnName()).Concat(Directory.Exists(images) && !IsLink(images) ? Named(images, GridName()) : []);

        IEnumerable<string> Named(string place, Regex pattern) => Directory.EnumerateFileSystemEntries(place).Where(path =>
            pattern.Match(Path.GetFileName(path)) is { Success: true } match && match.Groups["temporary"].Success == temporary);
    }

    private static void RequireNoLink(string path)
    {
        if (IsLink(path))
        {
            throw new IOException(
                $"'{path}' is a link, and a run is written to its own folder alone; put what it leads to in its place, or remove it.");
        }
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    // With the end that AtomicFile gives to what is not complete.
    [GeneratedRegex(
        @"^(config\.yaml|environment\.json|split\.json|metrics\.csv|events\.jsonl|events\.out\.tfevents\.ilgpu-ae|curves\.png|report\.html"
        + @"|score\.json|bad-images\.txt|images|\.lock|control\.safetensors|(best|last)(\.\w+)?\.safetensors)(?<temporary>\.[0-9]+\.tmp)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex OwnName();

    [GeneratedRegex(@"^epoch-[0-9]+\.png(?<temporary>\.[0-9]+\.tmp)?$", RegexOptions.CultureInvariant)]
    private static partial Regex GridName();
}
