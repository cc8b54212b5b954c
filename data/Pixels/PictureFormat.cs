using System.Buffers.Binary;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>The formats that are decoded, told apart by their first bytes and never by the file's name.</summary>
internal enum PictureFormat
{
    Unknown,
    Jpeg,
    Png,
    WebP,
    Bmp,
}

/// <summary>What the bytes of a file say about it before any decoder is trusted with them.</summary>
internal static class PictureFormats
{
    /// <summary>As many of a file's first bytes are looked at.</summary>
    public const int DetectedBytes = 26;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static PictureFormat Detect(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
        _ when file.StartsWith(PngSignature) => PictureFormat.Png,
        _ when file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) => PictureFormat.WebP,
        _ when file.Length >= DetectedBytes && file.StartsWith("BM"u8) => PictureFormat.Bmp,
        _ => PictureFormat.Unknown,
    };

    /// <summary>Whether the file reaches its end mark. What a decoder says of a truncated progressive JPEG differs between versions: it is not asked.</summary>
    public static bool IsComplete(PictureFormat format, ReadOnlySpan<byte> file) => format switch
    {
        PictureFormat.Jpeg => HasEndOfImage(file),
        PictureFormat.Png => HasEndChunk(file),
        PictureFormat.WebP => BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L <= file.Length,
        _ => true,
    };

    // Segments are walked, not searched: an embedded thumbnail has an end-of-image marker of its own.
    private static bool HasEndOfImage(ReadOnlySpan<byte> file)
    {
        int at = 2;
        while (at + 1 < file.Length)
        {
            if (file[at] != 0xFF)
            {
                int skip = file[at..].IndexOf((byte)0xFF);
                if (skip < 0)
                {
                    return false;
                }
                at += skip;
                continue;
            }
            byte marker = file[at + 1];
            if (marker == 0xD9)
            {
                return true;
            }
            if (marker == 0xFF)
            {
                at++;
            }
            else if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += 2;
            }
            else if (at + 3 < file.Length)
            {
                at += 2 + Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]));
            }
            else
            {
                return false;
            }
        }
        return false;
    }

    private static bool HasEndChunk(ReadOnlySpan<byte> file)
    {
        long at = PngSignature.Length;
        while (at + 12 <= file.Length)
        {
            ReadOnlySpan<byte> chunk = file[(int)at..];
            if (chunk[4..].StartsWith("IEND"u8))
            {
                return true;
            }
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }
        return false;
    }
}
