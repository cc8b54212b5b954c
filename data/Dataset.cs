using System.Globalization;
using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Data;

/// <summary>A folder of pictures, drawn faces, or a registered source, behind one interface. Parts are loaded on request.</summary>
public sealed class Dataset
{
    private const string FacesName = "faces";

    private readonly DatasetOptions _options;
    private readonly bool _isSource;

    private Dataset(DatasetIndex index, bool isFaces, DatasetOptions options, bool isSource = false)
    {
        Index = index;
        IsFaces = isFaces;
        _options = options;
        _isSource = isSource;
    }

    /// <summary>The pictures of each part.</summary>
    public DatasetIndex Index { get; }

    /// <summary>Whether the pictures are drawn.</summary>
    public bool IsFaces { get; }

    /// <summary>Opens a data set.</summary>
    /// <param name="source">
    /// A folder, <c>faces</c> or <c>faces:N</c> for N drawn faces in all parts, or <c>source:NAME</c> of <see cref="PictureSources"/>.
    /// </param>
    /// <param name="options">How it is opened.</param>
    /// <param name="cancellation">Stops the scan of a folder.</param>
    /// <exception cref="DataSetException">The folder cannot be used, or the split is damaged.</exception>
    /// <exception cref="FormatException">N is not a positive number.</exception>
    /// <exception cref="OperationCanceledException">The scan was stopped.</exception>
    public static Dataset Open(string source, DatasetOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        if (FacesCount(source) is { } count)
        {
            var faces = GeneratedFaces.Index(count);
            if (Directory.Exists(source))
            {
                faces.LeftOut.AddNote($"{source} means drawn faces, not the folder of that name: ./{source} means the folder");
            }
            return new Dataset(faces, true, options);
        }
        if (PictureSources.IsName(source))
        {
            var pictures = PictureSources.IndexOf(source);
            pictures = options.SplitJson is { } earlier
                ? DatasetIndex.FromJson(earlier, source)
                : new DatasetIndex(source, pictures.Train, pictures.Val, pictures.Test);
            return new Dataset(pictures, false, options, isSource: true);
        }
        if (options.SplitJson is not { } split)
        {
            var (follow, seed) = (options.Pixels.FollowLinks, options.SplitSeed);
            return new Dataset(ImageFolder.Scan(source, seed, follow, options.WholeAs, cancellation), false, options);
        }
        return Directory.Exists(source)
            ? new Dataset(DatasetIndex.FromJson(split, source), false, options)
            : throw new DataSetException(
                $"The data folder '{source}' does not exist (looked for at '{Path.GetFullPath(source)}'): put it back or name another "
                + "with --data.");
    }

    /// <summary>Loads one part.</summary>
    /// <param name="split">The part.</param>
    /// <param name="progress">Called now and then, from any thread, with the number of pictures ready.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataSetException">Too many pictures are bad.</exception>
    public PixelSet Load(DatasetSplit split, IProgress<int>? progress = null, CancellationToken cancellation = default) => IsFaces
        ? GeneratedFaces.Load(_options.FacesSeed, Index.Count, split, _options.Pixels, progress, cancellation)
        : _isSource ? LoadSource(split, progress, cancellation)
        : PixelCache.Load(Index, split, _options.Pixels, progress, cancellation);

    /// <summary>Whether a part is so large that its pixels stay in the cache, on the disk.</summary>
    /// <param name="split">The part.</param>
    public bool StaysOnDisk(DatasetSplit split) => PixelLoader.IsLarge(Index[split].Count, _options.Pixels);

    private PixelSet LoadSource(DatasetSplit split, IProgress<int>? progress, CancellationToken cancellation)
    {
        var options = _options.Pixels;
        var file = options.UseCache && Index[split].Count > 0 && PictureSources.VersionOf(Index.Root) is { } version
            ? PixelCacheFile.OfSource(version, Index, split, options)
            : null;
        return PixelCache.Load(Index, split, options, entry => PictureSources.Read(Index.Root, entry), file, progress, cancellation);
    }

    /// <summary>N of <c>faces:N</c>, the default for <c>faces</c>; null for anything else.</summary>
    /// <param name="source">The name of a data set.</param>
    /// <exception cref="FormatException">N is not a positive number.</exception>
    public static int? FacesCount(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source == FacesName)
        {
            return GeneratedFaces.DefaultCount;
        }
        if (!source.StartsWith(FacesName + ":", StringComparison.Ordinal))
        {
            return null;
        }
        var number = source.AsSpan(FacesName.Length + 1);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : throw new FormatException($"'{source}' does not name drawn faces: write faces, or faces:N with N the number in all.");
    }
}
