using ILGpuAutoencoders.Data.Folders;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>Decodes and resizes the pictures of a list.</summary>
/// <param name="root">The folder that the paths are relative to.</param>
/// <param name="entries">The pictures.</param>
/// <param name="options">Size, crop and limits.</param>
internal sealed class PictureDecoder(string root, IReadOnlyList<PictureEntry> entries, PixelOptions options)
{
    private readonly PictureFrame _frame = options.Frame;
    private int _reshaped;

    /// <summary>Pictures so far whose proportions are not those of the frame.</summary>
    internal int Reshaped => Volatile.Read(ref _reshaped);

    /// <summary>Decodes one; a <see cref="PixelMaker"/>.</summary>
    internal string? Decode(int index, Span<byte> pixels)
    {
        string path = entries[index].Path;
        // A path that was not a link when the folder was scanned, or that comes from split.json, may have become one.
        if (!options.FollowLinks && FolderWalk.LeadsOverLink(root, path))
        {
            return "its path goes through a link, which is not followed";
        }
        var result = PixelCodec.DecodeFile(Path.Combine(root, path), options.MaxPixels);
        if (result.IsGood)
        {
            _frame.Apply(result.Picture, pixels);
            if (_frame.Reshapes(new ImageSize(result.Picture.Width, result.Picture.Height)))
            {
                Interlocked.Increment(ref _reshaped);
            }
        }
        return result.Problem;
    }
}
