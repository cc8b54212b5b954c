using System.Buffers.Binary;
using System.IO.Compression;

namespace ILGpuAutoencoders.Tests.Data.Hostile;

/// <summary>Writes PNG files of any kind, damaged ones too (W3C PNG specification, third edition).</summary>
internal static class PngFile
{
    public const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6;

    /// <summary>A file of samples given one an element, rows from the top, whatever their depth.</summary>
    public static byte[] Encode(
        int width, int height, int depth, int colorType, int[] samples, bool interlaced = false,
        params (string Type, byte[] Data)[] chunks) => File(
            width, height, depth, colorType,
            Deflate(Rows(width, height, depth, colorType, samples, interlaced ? s_adam7 : [(0, 0, 1, 1)])), interlaced, chunks);

    /// <summary>The rows of the seven passes of an interlaced file, before they are compressed.</summary>
    public static byte[] Interlaced(int width, int height, int depth, int colorType, int[] samples) =>
        Rows(width, height, depth, colorType, samples, s_adam7);

    private static byte[] Rows(int width, int height, int depth, int colorType, int[] samples, (int, int, int, int)[] passes)
    {
        int channels = colorType switch { Rgb => 3, GreyAlpha => 2, Rgba => 4, _ => 1 };
        var raw = new List<byte>();
        foreach (var (x0, y0, dx, dy) in passes)
        {
            for (int y = y0; y < height && x0 < width; y += dy)
            {
                raw.Add(0);
                var line = Enumerable.Range(0, (width - x0 + dx - 1) / dx).SelectMany(
                    i => samples.Skip(channels * ((y * width) + x0 + (i * dx))).Take(channels));
                raw.AddRange(Pack(line, depth));
            }
        }

        return [.. raw];
    }

    /// <summary>A file of compressed data as it is given.</summary>
    public static byte[] File(int width, int height, int depth, int colorType, byte[] deflated, bool interlaced = false,
        params (string Type, byte[] Data)[] chunks)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colorType, (byte)(interlaced ? 1 : 0));
        return [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR", header), .. chunks.SelectMany(chunk => Chunk(chunk.Type, chunk.Data)),
            .. Chunk("IDAT", deflated), .. Chunk("IEND", [])];
    }

    public static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            zlib.Write(data);
        }

        return packed.ToArray();
    }

    private static readonly (int, int, int, int)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static IEnumerable<byte> Pack(IEnumerable<int> samples, int depth)
    {
        if (depth == 16)
        {
            return samples.SelectMany(sample => new[] { (byte)(sample >> 8), (byte)sample });
        }

        int perByte = 8 / depth;
        return samples.Chunk(perByte).Select(part => (byte)part.Select((sample, i) => sample << (8 - (depth * (i + 1)))).Sum());
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
            }
        }

        return ~crc;
    }
}
