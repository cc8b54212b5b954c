using ILGpuAutoencoders.Data.Folders;

namespace ILGpuAutoencoders.Data;

/// <summary>The pictures of a folder, in any layout that <see cref="ImageFolder"/> knows, by a decoder of one's own.</summary>
public sealed class DecodedFolder : IPictureSource
{
    private readonly string _folder;
    private readonly Func<byte[], DecodeResult> _decode;

    /// <summary>Scans a folder.</summary>
    /// <param name="folder">The folder. Links below it are not followed.</param>
    /// <param name="decode">
    /// The picture of the bytes of a file; called from several threads at once. What it throws makes the picture bad.
    /// </param>
    /// <param name="splitSeed">Seed of the split of a folder that has none.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <exception cref="DataSetException">The folder is missing or unreadable, or holds no pictures.</exception>
    public DecodedFolder(
        string folder, Func<byte[], DecodeResult> decode, ulong splitSeed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(decode);
        (_folder, _decode) = (folder, decode);
        Index = ImageFolder.Scan(folder, splitSeed, cancellation: cancellation);
    }

    /// <inheritdoc/>
    public DatasetIndex Index { get; }

    /// <inheritdoc/>
    public DecodeResult Read(PictureEntry picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        string path = Path.Combine(_folder, picture.Path);
        try
        {
            return FolderWalk.LinkProblem(_folder, picture.Path) is { } problem
                ? DecodeResult.Bad(problem)
                : new FileInfo(path) is not { Exists: true } file
                ? DecodeResult.Bad("the file no longer exists")
                : file.Length is 0 or > PixelCodec.MaxFileBytes
                ? DecodeResult.Bad($"the file has {file.Length:N0} bytes, and 1 to {PixelCodec.MaxFileBytes:N0} are read")
                : _decode(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            return DecodeResult.Bad($"it does not decode ({error.Message.TrimEnd('.')})");
        }
    }
}
