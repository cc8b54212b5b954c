using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;

namespace ILGpuAutoencoders.Engine.Checkpoints;

/// <summary>
/// What the format lacks: a check that the bytes are those that were written. The metadata of our files names the writer and holds the
/// XXH3 (64 bits) of the whole file, computed with zeros in place of the checksum itself. Other programs see plain text metadata.
/// </summary>
internal static class FileChecksum
{
    internal const string WriterKey = "writer", ChecksumKey = "checksum";

    /// <summary>The writer and the version of its format; this program could misread a file of a higher version.</summary>
    internal const string Writer = "ilgpu-autoencoders/1";

    private const string WriterName = "ilgpu-autoencoders/";
    private const int Version = 1, Digits = 16;

    /// <summary>The metadata value that stands for the checksum until it is computed.</summary>
    internal static string Placeholder { get; } = "xxh3:" + new string('0', Digits);

    /// <summary>As it appears in the header. Quotes inside JSON strings are escaped, so this matches only the key itself.</summary>
    private static ReadOnlySpan<byte> Key => "\"checksum\":\"xxh3:"u8;

    /// <summary>Where the checksum's digits are in a header that the writer made; null if there are none.</summary>
    internal static Range? Find(ReadOnlySpan<byte> header)
    {
        int at = header.IndexOf(Key);
        return at >= 0 && at + Key.Length + Digits < header.Length ? new Range(at + Key.Length, at + Key.Length + Digits) : null;
    }

    /// <summary>Begins the checksum with the bytes before the tensors.</summary>
    /// <param name="length">The 8 bytes of the header's length.</param>
    /// <param name="header">The header; its checksum digits count as zeros.</param>
    /// <param name="digits">From <see cref="Find"/>.</param>
    internal static XxHash3 Begin(ReadOnlySpan<byte> length, ReadOnlySpan<byte> header, Range digits)
    {
        var hash = new XxHash3();
        hash.Append(length);
        hash.Append(header[..digits.Start]);
        hash.Append(Encoding.ASCII.GetBytes(new string('0', Digits)));
        hash.Append(header[digits.End..]);
        return hash;
    }

    /// <summary>Writes the digits of a checksum.</summary>
    internal static void Write(XxHash3 hash, Span<byte> digits) =>
        Utf8Formatter.TryFormat(hash.GetCurrentHashAsUInt64(), digits, out _, new('x', Digits));

    /// <summary>Whether the digits match a checksum.</summary>
    internal static bool Matches(XxHash3 hash, ReadOnlySpan<byte> digits)
    {
        Span<byte> expected = stackalloc byte[Digits];
        Write(hash, expected);
        return digits.SequenceEqual(expected);
    }

    /// <summary>
    /// Rejects a file of ours that is newer than this program or has lost its checksum; removes both keys from the metadata.
    /// </summary>
    internal static void Check(IDictionary<string, string> metadata, bool hasChecksum)
    {
        if (metadata.TryGetValue(WriterKey, out string? writer) && writer.StartsWith(WriterName, StringComparison.Ordinal))
        {
            SafetensorsReader.Require(hasChecksum, "it was written with a checksum, which is missing");
            SafetensorsReader.Require(int.TryParse(writer[WriterName.Length..], out int version) && version <= Version,
                $"it was made by a newer version ({writer}; this program knows {Writer})");
            metadata.Remove(WriterKey);
        }

        if (hasChecksum)
        {
            metadata.Remove(ChecksumKey);
        }
    }
}
