using System.Buffers.Binary;

namespace ILGpuAutoencoders.Tests.Data.Hostile;

/// <summary>Writes BMP files with a header of 40 bytes.</summary>
internal static class BmpFile
{
    /// <summary>A file of rows as they are given, each padded to four bytes.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows; negative if the first given is the top one.</param>
    /// <param name="bits">Bits a pixel.</param>
    /// <param name="palette">B, G, R, 0 of each colour.</param>
    /// <param name="rows">The rows, the bottom one first.</param>
    public static byte[] Encode(int width, int height, int bits, byte[] palette, params byte[][] rows)
    {
        int stride = ((width * bits) + 31) / 32 * 4, offset = 54 + palette.Length;
        byte[] file = new byte[offset + (stride * rows.Length)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), offset);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        (file[26], file[28]) = (1, (byte)bits);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(46), palette.Length / 4);
        palette.CopyTo(file, 54);
        for (int y = 0; y < rows.Length; y++)
        {
            rows[y].CopyTo(file, offset + (y * stride));
        }

        return file;
    }
}
