using ILGpuAutoencoders.Data.Folders;
using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Loads the pictures of a data set at a size and crop: the first time by decoding, later from one file of raw pixels in the user's cache
/// folder. The file is used only if no picture was replaced or written to since.
/// </summary>
public static class PixelCache
{
    private const int NamesInError = 5;

    /// <summary>
    /// <c>$XDG_CACHE_HOME/ilgpu-autoencoders</c>, else <c>~/.cache/ilgpu-autoencoders</c>; on Windows below the local application data.
    /// It may be removed at any time.
    /// </summary>
    public static string DefaultFolder
    {
        get
        {
            string? home = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(home) || !Path.IsPathRooted(home))
            {
                home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            }
            return Path.Combine(home, "ilgpu-autoencoders");
        }
    }

    /// <summary>What is in the cache now: the number of its files, and their bytes together.</summary>
    /// <exception cref="IOException">Its folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public static (int Files, long Bytes) Contents => new PixelCacheFolder(DefaultFolder, new PixelOptions().CacheBytes).Contents;

    /// <summary>Loads one part of a data set.</summary>
    /// <param name="index">The pictures.</param>
    /// <param name="split">The part.</param>
    /// <param name="options">Size, crop, threads, cache and the share of bad pictures that is tolerated.</param>
    /// <param name="progress">Called now and then, from any thread, with the number of pictures decoded.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataSetException">More pictures are bad than <see cref="PixelOptions.MaxBadFraction"/> allows.</exception>
    internal static PixelSet Load(
        DatasetIndex index, DatasetSplit split, PixelOptions options, IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(options.Size.Width, options.Size.Height), 1, nameof(options));
        var file = options.UseCache && index[split].Count > 0 ? PixelCacheFile.OfFolder(index, split, options) : null;
        return Load(index, split, options, Read, file, progress, cancellation);

        // A path that was not a link when the folder was scanned, or that comes from split.json, may have become one.
        DecodeResult Read(PictureEntry entry) => !options.FollowLinks && FolderWalk.LinkProblem(index.Root, entry.Path) is { } problem
            ? DecodeResult.Bad(problem)
            : PixelCodec.DecodeFile(Path.Combine(index.Root, entry.Path), options.MaxPixels);
    }

    /// <summary>Loads one part of any pictures.</summary>
    /// <param name="index">The pictures.</param>
    /// <param name="split">The part.</param>
    /// <param name="options">What they become, threads, and the share of bad pictures that is tolerated.</param>
    /// <param name="read">Reads one of the part at its own size; called from several threads.</param>
    /// <param name="file">Where they are kept; null for nowhere.</param>
    /// <param name="progress">Called now and then, from any thread, with the number of pictures made.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataSetException">More pictures are bad than <see cref="PixelOptions.MaxBadFraction"/> allows.</exception>
    internal static PixelSet Load(
        DatasetIndex index, DatasetSplit split, PixelOptions options, Func<PictureEntry, DecodeResult> read, PixelCacheFile? file,
        IProgress<int>? progress, CancellationToken cancellation)
    {
        var entries = index[split];
        var decoder = new PictureDecoder(entries, options.Frame, read);
        var loaded = new PixelLoader(entries.Count, options, decoder.Decode, () => decoder.Reshaped).Load(file, progress, cancellation);
        int[] good = [.. Enumerable.Range(0, entries.Count).Where(i => loaded.Problems[i] is null)];
        BadPicture[] bad =
        [
            .. Enumerable.Range(0, entries.Count).Where(i => loaded.Problems[i] is not null)
                .Select(i => new BadPicture(entries[i].Path, loaded.Problems[i]!)),
        ];
        RefuseTooManyBad(index.Root, split, entries.Count, bad, options.MaxBadFraction);
        return bad.Length == 0
            ? new PixelSet(options.Frame.Shape, entries, loaded.Store, null, bad) { Reshaped = loaded.Reshaped }
            : new PixelSet(options.Frame.Shape, [.. good.Select(i => entries[i])], loaded.Store, good, bad) { Reshaped = loaded.Reshaped };
    }

    private static void RefuseTooManyBad(string root, DatasetSplit split, int count, BadPicture[] bad, double maxFraction)
    {
        if (bad.Length > maxFraction * count || (bad.Length == count && count > 0))
        {
            string named = string.Join("; ", bad.Take(NamesInError).Select(picture => $"{picture.Name}: {picture.Problem}"));
            string more = bad.Length > NamesInError ? $"; and {bad.Length - NamesInError} more" : "";
            string part = split.ToString().ToLowerInvariant(), limit = FormattableString.Invariant($"{100 * maxFraction:0.##}%");
            throw new DataSetException(
                $"{bad.Length} of {count} pictures of {part} in '{root}' cannot be used ({named}{more}), above the limit of {limit}: put "
                + "them back or take them out, or raise the limit (--max-bad of train).")
            { Bad = bad };
        }
    }
}
