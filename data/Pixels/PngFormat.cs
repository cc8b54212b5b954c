using System.Buffers.Binary;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>PNG. Its end is the IEND chunk.</summary>
internal sealed class PngFormat : PictureFormat
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    internal override string Name => "PNG";

    internal override IReadOnlyList<string> Endings { get; } = [".png"];

    internal override bool Matches(ReadOnlySpan<byte> start) => start.StartsWith(Signature);

    internal override bool IsComplete(ReadOnlySpan<byte> file) => Chunk(file, "IEND"u8, out _);

    // The decoder does not read eXIf chunks.
    internal override DecodeResult Decode(ReadOnlySpan<byte> file, long maxPixels) =>
        SkiaDecoder.Decode(file, maxPixels, Chunk(file, "eXIf"u8, out var exif) ? ExifOrientation.Of(exif) : 1);

    private static bool Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> type, out ReadOnlySpan<byte> content)
    {
        long at = Signature.Length;
        while (at + 12 <= file.Length)
        {
            var chunk = file[(int)at..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk[4..].StartsWith(type))
            {
                content = chunk[8..(int)Math.Min(8L + length, chunk.Length)];
                return true;
            }
            at += 12L + length;
        }
        content = [];
        return false;
    }
}
