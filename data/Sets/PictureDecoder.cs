namespace ILGpuAutoencoders.Data.Sets;

/// <summary>Reads the pictures of a list and fits them into a frame; a <see cref="PixelMaker"/>.</summary>
/// <param name="entries">The pictures.</param>
/// <param name="frame">What they become.</param>
/// <param name="read">Reads one at its own size; called from several threads.</param>
internal sealed class PictureDecoder(IReadOnlyList<PictureEntry> entries, PictureFrame frame, Func<PictureEntry, DecodeResult> read)
{
    private int _reshaped;

    /// <summary>Pictures so far whose proportions are not those of the frame.</summary>
    internal int Reshaped => Volatile.Read(ref _reshaped);

    /// <summary>Makes the pixels of one.</summary>
    internal string? Decode(int index, Span<byte> pixels)
    {
        var result = read(entries[index]);
        if (result.IsGood)
        {
            frame.Apply(result.Picture, pixels);
            if (frame.Reshapes(result.Picture.Shape.Size))
            {
                Interlocked.Increment(ref _reshaped);
            }
        }
        return result.Problem;
    }
}
