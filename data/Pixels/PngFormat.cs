using System.Buffers.Binary;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>PNG. Its end is the IEND chunk.</summary>
internal sealed class PngFormat : PictureFormat
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    internal override string Name => "PNG";

    internal override IReadOnlyList<string> Endings { get; } = [".png"];

    internal override bool Matches(ReadOnlySpan<byte> start) => start.StartsWith(Signature);

    internal override bool IsComplete(ReadOnlySpan<byte> file)
    {
        long at = Signature.Length;
        while (at + 12 <= file.Length)
        {
            var chunk = file[(int)at..];
            if (chunk[4..].StartsWith("IEND"u8))
            {
                return true;
            }
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }
        return false;
    }
}
