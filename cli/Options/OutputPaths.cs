using System.CommandLine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Nothing that exists is overwritten, unless <c>--force</c> asks for it: then files, but none of an input or a run.</summary>
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

    /// <exception cref="ConfigurationException">There is something at the path that may not be replaced.</exception>
    internal static void RequireNewFile(ParseResult result, string path, string key = "out")
    {
        if (!Path.Exists(path) || (File.Exists(path) && MayReplace(result, path)))
        {
            return;
        }

        throw new ConfigurationException(
            key, result.GetValue<bool>(GlobalOptions.Force)
                ? $"'{path}' exists and is a folder, or of an input or a run, which --force does not overwrite; name another file."
                : $"'{path}' exists and is not overwritten; name another file, remove it, or add --force.");
    }

    /// <summary>Whether what is at a path, or in it, may be replaced: <c>--force</c> was given, and no input or run is there.</summary>
    internal static bool MayReplace(ParseResult result, string path)
    {
        if (!result.GetValue<bool>(GlobalOptions.Force))
        {
            return false;
        }

        string real = RealPath(path);
        return !Inputs(result).Select(RealPath).Any(input => IsAtOrBelow(real, input)) && !Around(real).Any(RunCatalog.IsRun);
    }

    /// <summary>What the command line names that is there, but for what it says to write.</summary>
    private static IEnumerable<string> Inputs(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var words = command.Arguments.OfType<WordsArgument>().Where(argument => !argument.IsOutput).SelectMany(
            argument => result.GetValue(argument) ?? []);
        var values = command.Options.OfType<ValueOption>().Where(option => !option.IsOutput).SelectMany(
            option => result.GetValue(option) is { } text ? option.Values(text) : []);
        return words.Concat(values).Where(word => word.Length > 0).Select(
            word => word.AsSpan().ContainsAny('*', '?') && !Path.Exists(word) ? FolderOf(word) : word).Where(Path.Exists);
    }

    private static string FolderOf(string pattern) => Path.GetDirectoryName(pattern) is { Length: > 0 } folder ? folder : ".";

    private static bool IsAtOrBelow(string path, string input) => path.StartsWith(input, StringComparison.OrdinalIgnoreCase)
        && (path.Length == input.Length || Path.EndsInDirectorySeparator(input) || path[input.Length] == Path.DirectorySeparatorChar);

    private static IEnumerable<string> Around(string path)
    {
        for (string? at = path; at is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }

    /// <summary>The path without links.</summary>
    private static string RealPath(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), real = Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo there = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (there.Exists && there.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                real = RealPath(target.FullName);
            }
        }

        return real;
    }
}
