namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>A format that is decoded. A new one is a class like those beside this one, and its line in <see cref="All"/>.</summary>
internal abstract class PictureFormat
{
    /// <summary>As many of a file's first bytes tell its format.</summary>
    internal const int DetectedBytes = 26;

    /// <summary>All formats. A file is of the first one that its bytes match.</summary>
    internal static IReadOnlyList<PictureFormat> All { get; } =
        [new JpegFormat(), new PngFormat(), new WebPFormat(), new BmpFormat(), new NetpbmFormat()];

    /// <summary>The names of all formats, as in "JPEG, PNG or BMP".</summary>
    internal static string Names { get; } = string.Join(", ", All.SkipLast(1).Select(format => format.Name)) + " or " + All[^1].Name;

    /// <summary>What people call it.</summary>
    internal abstract string Name { get; }

    /// <summary>The endings of names by which a scan of a folder knows its files: lower case, with the dot, the usual one first.</summary>
    internal abstract IReadOnlyList<string> Endings { get; }

    /// <summary>The format of a file; null where it is none of them. Its name plays no part.</summary>
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

    /// <summary>Why a size that a header claims is refused; null where it is within the limits.</summary>
    internal static string? Excess(int width, int height, long maxPixels) =>
        (long)width * height > maxPixels || Math.Max(width, height) > PixelResizer.MaxSide
            ? FormattableString.Invariant(
                $"{width}x{height} is above the limit of {maxPixels:N0} pixels, {PixelResizer.MaxSide:N0} a side")
            : null;

    /// <summary>Whether a file begins as one of this format does.</summary>
    internal abstract bool Matches(ReadOnlySpan<byte> start);

    /// <summary>
    /// Whether a file reaches its end mark. What a decoder says of a truncated progressive JPEG differs between versions: it is not asked.
    /// </summary>
    internal virtual bool IsComplete(ReadOnlySpan<byte> file) => true;

    /// <summary>Decodes a complete file. What it claims is compared with the limits before memory is taken.</summary>
    internal virtual DecodeResult Decode(ReadOnlySpan<byte> file, long maxPixels) => SkiaDecoder.Decode(file, maxPixels);
}
