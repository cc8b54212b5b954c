using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using ILGpuAutoencoders.Data.Pixels;
using Microsoft.Win32.SafeHandles;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>
/// What a cache file holds besides pixels. Layout: magic, stamp (what tells that pictures have changed), hash of the table, a slot for each
/// picture, table. The table has the number of bad pictures, (index, problem) of each, the 64-bit XXH3 of the pixels in each slot, and
/// the number of pictures whose proportions were not those wanted, which earlier versions did not write. Stamp and hash are 128-bit XXH3.
/// </summary>
internal static class PixelTable
{
    private const int HashLength = 16;

    private static ReadOnlySpan<byte> Magic => "ILAEPIX5"u8;

    private static int HeaderLength => Magic.Length + (2 * HashLength);

    /// <summary>Where a slot begins.</summary>
    internal static long OffsetOf(int slot, int length) => HeaderLength + ((long)slot * length);

    /// <summary>Header and table as bytes.</summary>
    /// <param name="stamp">Tells the pictures from others.</param>
    /// <param name="problems">Why a picture is bad, or null, for each.</param>
    /// <param name="hashes">XXH3 of the pixels in each slot.</param>
    /// <param name="reshaped">Pictures whose proportions were not those wanted.</param>
    internal static (byte[] Header, byte[] Table) Write(byte[] stamp, string?[] problems, ulong[] hashes, int reshaped)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(problems.Count(problem => problem is not null));
        for (int i = 0; i < problems.Length; i++)
        {
            if (problems[i] is { } problem)
            {
                writer.Write(i);
                writer.Write(problem);
            }
        }
        writer.Write(MemoryMarshal.AsBytes(hashes.AsSpan()));
        writer.Write(reshaped);
        byte[] table = stream.ToArray();
        return ([.. Magic, .. stamp, .. XxHash128.Hash(table)], table);
    }

    /// <summary>Reads both.</summary>
    /// <param name="file">The cache file.</param>
    /// <param name="stamp">That of the pictures.</param>
    /// <param name="count">Number of slots.</param>
    /// <param name="length">Bytes of a slot.</param>
    /// <returns>Null if the file is of other pictures or damaged.</returns>
    /// <exception cref="IOException">It cannot be read, or its table ends too soon.</exception>
    internal static (string?[] Problems, ulong[] Hashes, int? Reshaped)? TryRead(SafeFileHandle file, byte[] stamp, int count, int length)
    {
        byte[] header = new byte[HeaderLength];
        long offset = OffsetOf(count, length), tableLength = RandomAccess.GetLength(file) - offset;
        if (tableLength <= 0 || tableLength > Array.MaxLength || FileRead.Fill(file, header, 0) < header.Length
            || !header.AsSpan().StartsWith([.. Magic, .. stamp]))
        {
            return null;
        }
        byte[] table = new byte[tableLength];
        if (FileRead.Fill(file, table, offset) < table.Length || !header.AsSpan().EndsWith(XxHash128.Hash(table)))
        {
            return null;
        }
        using var reader = new BinaryReader(new MemoryStream(table), Encoding.UTF8);
        string?[] problems = new string?[count];
        for (int bad = reader.ReadInt32(); bad > 0; bad--)
        {
            int index = reader.ReadInt32();
            if ((uint)index >= (uint)count)
            {
                return null;
            }
            problems[index] = reader.ReadString();
        }
        ulong[] hashes = new ulong[count];
        int read = reader.Read(MemoryMarshal.AsBytes(hashes.AsSpan()));
        int? reshaped = reader.BaseStream.Position < table.Length ? reader.ReadInt32() : null;
        return read == count * sizeof(ulong) && reader.BaseStream.Position == table.Length ? (problems, hashes, reshaped) : null;
    }
}
