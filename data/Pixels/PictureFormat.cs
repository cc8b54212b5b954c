namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>A format that can be decoded. A new one needs a class like those beside this one and a line in <see cref="All"/>.</summary>
internal abstract class PictureFormat
{
    /// <summary>The number of first bytes of a file that determine its format.</summary>
    internal const int DetectedBytes = 26;

    /// <summary>All formats. A file has the first format that its bytes match.</summary>
    internal static IReadOnlyList<PictureFormat> All { get; } =
        [new JpegFormat(), new PngFormat(), new WebPFormat(), new BmpFormat(), new NetpbmFormat()];

    /// <summary>The names of all formats, as in "JPEG, PNG or BMP".</summary>
    internal static string Names { get; } = string.Join(", ", All.SkipLast(1).Select(format => format.Name)) + " or " + All[^1].Name;

    /// <summary>Its usual name.</summary>
    internal abstract string Name { get; }

    /// <summary>The extensions by which a scan of a folder recognises its files: lower case, with the dot, the usual one first.</summary>
    internal abstract IReadOnlyList<string> Endings { get; }

    /// <summary>The format of a file; null if it is none of them. The file's name is not used.</summary>
    /// <param name="start">Its first <see cref="DetectedBytes"/> bytes, or all if it has fewer.</param>
    internal static PictureFormat? Detect(ReadOnlySpan<byte> start)
    {
        foreach (var format in All)
        {
            if (format.Matches(start))
            {
                return format;
            }
        }
        return null;
    }

    /// <summary>Why a size claimed by a header is rejected; null if it is within the limits.</summary>
    internal static string? Excess(int width, int height, long maxPixels) =>
        (long)width * height > maxPixels || Math.Max(width, height) > PixelResizer.MaxSide
            ? FormattableString.Invariant(
                $"{width}x{height} is above the limit of {maxPixels:N0} pixels, {PixelResizer.MaxSide:N0} a side")
            : null;

    /// <summary>Whether a file begins like one of this format.</summary>
    internal abstract bool Matches(ReadOnlySpan<byte> start);

    /// <summary>
    /// Whether a file has its end marker. The decoder is not asked, because its verdict on a truncated progressive JPEG differs between
    /// versions.
    /// </summary>
    internal virtual bool IsComplete(ReadOnlySpan<byte> file) => true;

    /// <summary>Decodes a complete file. The size it claims is checked against the limits before memory is allocated.</summary>
    internal virtual DecodeResult Decode(ReadOnlySpan<byte> file, long maxPixels) => SkiaDecoder.Decode(file, maxPixels);
}
