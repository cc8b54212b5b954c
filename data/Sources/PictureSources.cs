using System.Collections.Concurrent;

namespace ILGpuAutoencoders.Data;

/// <summary>The sources of pictures that this program registered.</summary>
public static class PictureSources
{
    private const string Prefix = "source:";

    private static readonly ConcurrentDictionary<string, IPictureSource> s_sources = new(StringComparer.Ordinal);

    /// <summary>
    /// Registers a source, until <see cref="Remove"/>. Whatever takes a data folder or input pictures then takes <c>source:NAME</c>.
    /// </summary>
    /// <param name="name">Its name: letters, digits, dashes, dots and underscores.</param>
    /// <param name="source">The source.</param>
    /// <returns><c>source:NAME</c>.</returns>
    /// <exception cref="ArgumentException">The name is taken, or not such a name.</exception>
    public static string Register(string name, IPictureSource source)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(source);
        if (name.Length == 0 || name.Trim('.').Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
        {
            throw new ArgumentException(
                $"PictureSources: '{PlainText.Of(name)}' is not a name of letters, digits, dashes, dots and underscores; use one.",
                nameof(name));
        }
        return s_sources.TryAdd(name, source)
            ? Prefix + name
            : throw new ArgumentException($"PictureSources: there is a source {name}; remove it first, or use another name.", nameof(name));
    }

    /// <summary>Removes a source.</summary>
    /// <param name="name">The name that it was registered under.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Remove(string name) => s_sources.TryRemove(name, out _);

    /// <summary>The files that an input of a use stands for, if it names a source: all its pictures; null if it names none.</summary>
    /// <param name="input">A word such as <c>source:NAME</c>.</param>
    /// <exception cref="DataSetException">There is no such source, or it holds no picture.</exception>
    public static IReadOnlyList<string>? Pictures(string input)
    {
        if (!IsName(input))
        {
            return null;
        }
        var index = IndexOf(input);
        return index.Count > 0
            ? [.. from entry in index.Train.Concat(index.Val).Concat(index.Test) select $"{input}/{entry.Path}"]
            : throw new DataSetException($"'{input}' holds no pictures: put some into it.");
    }

    /// <summary>A picture of a file, or of a source if its path begins with <c>source:NAME/</c>.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="maxPixels">The most pixels that a file may claim in its header.</param>
    /// <exception cref="DataSetException">There is no such source, or it failed.</exception>
    public static DecodeResult Read(string path, long maxPixels = PixelCodec.MaxPixels)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IsName(path) && path.IndexOf('/', StringComparison.Ordinal) is > 0 and var at
            ? Read(path[..at], new PictureEntry(path[(at + 1)..]))
            : PixelCodec.DecodeFile(path, maxPixels);
    }

    /// <summary>Whether a word names a source, registered or not, and no folder or file of that name.</summary>
    internal static bool IsName(string word) => word.StartsWith(Prefix, StringComparison.Ordinal) && !Path.Exists(word);

    /// <summary>The pictures of a source, checked.</summary>
    /// <exception cref="DataSetException">There is no such source, it failed, or two of its pictures have one name.</exception>
    internal static DatasetIndex IndexOf(string name)
    {
        var index = Guarded(name, () => Find(name).Index) ?? throw new DataSetException($"'{name}' gives no index: mend the source.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in index.Train.Concat(index.Val).Concat(index.Test))
        {
            if (!DatasetIndex.IsBelow(entry.Path))
            {
                throw new DataSetException(
                    $"'{name}' names a picture '{PlainText.Of(entry.Path)}': use words with '/' between, none of them '..'.");
            }
            if (!seen.Add(entry.Path))
            {
                throw new DataSetException(
                    $"'{name}' has two pictures of the name '{PlainText.Of(entry.Path)}': give each one of its own.");
            }
        }
        return index;
    }

    /// <summary>What tells the state of a source from others; null where nothing does.</summary>
    internal static string? VersionOf(string name) => Guarded(name, () => Find(name).Version);

    /// <summary>Reads a picture of a source.</summary>
    internal static DecodeResult Read(string name, PictureEntry entry)
    {
        var source = Find(name);
        var result = Guarded($"{name}/{entry.Path}", () => source.Read(entry));
        return result.IsGood || result.Problem is not null ? result : DecodeResult.Bad("the source gives no picture and no reason");
    }

    private static IPictureSource Find(string name) =>
        s_sources.TryGetValue(name[Prefix.Length..], out var source) ? source : throw new DataSetException(
            $"'{name}' is not registered in this program: register it (PictureSources.Register), or name a folder with --data.");

    private static T Guarded<T>(string what, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception error) when (error is not (DataSetException or OperationCanceledException or OutOfMemoryException))
        {
            throw new DataSetException($"The source failed at '{what}' ({PlainText.Of(error.Message)}): mend it, or name a folder.", error);
        }
    }
}
