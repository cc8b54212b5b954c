using System.Buffers.Binary;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>JPEG. Its end is the end-of-image marker.</summary>
internal sealed class JpegFormat : PictureFormat
{
    internal override string Name => "JPEG";

    internal override IReadOnlyList<string> Endings { get; } = [".jpg", ".jpeg", ".jpe", ".jfif"];

    internal override bool Matches(ReadOnlySpan<byte> start) => start is [0xFF, 0xD8, 0xFF, ..];

    // Segments are walked, not searched: an embedded thumbnail has its own end-of-image marker.
    internal override bool IsComplete(ReadOnlySpan<byte> file)
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
}
