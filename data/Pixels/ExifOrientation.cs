using System.Buffers.Binary;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>The orientation from EXIF data, for formats where the decoder does not read it.</summary>
internal static class ExifOrientation
{
    private const int HeaderLength = 8, EntryLength = 12, OrientationTag = 0x0112;

    /// <summary>1 to 8; 1, upright, if it is missing or invalid.</summary>
    /// <param name="exif">A TIFF header and its first directory, without anything before them.</param>
    internal static int Of(ReadOnlySpan<byte> exif)
    {
        bool isLittle = exif.StartsWith("II"u8);
        if (exif.Length < HeaderLength || !(isLittle || exif.StartsWith("MM"u8)))
        {
            return 1;
        }
        uint start = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (start > exif.Length - sizeof(ushort))
        {
            return 1;
        }
        var directory = exif[(int)start..];
        int entries = Number(directory, isLittle);
        for (int i = 0, at = sizeof(ushort); i < entries && at + EntryLength <= directory.Length; i++, at += EntryLength)
        {
            if (Number(directory[at..], isLittle) == OrientationTag)
            {
                return Number(directory[(at + 8)..], isLittle) is >= 1 and <= 8 and var orientation ? orientation : 1;
            }
        }
        return 1;
    }

    private static int Number(ReadOnlySpan<byte> at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
}
