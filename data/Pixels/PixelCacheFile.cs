using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// The file of a list of pictures under options that decide pixels, named by a hash of these. Layout: magic, SHA-256 of the pictures' sizes and times,
/// XXH3 (128 bits, which keeps up with the memory) of the rest, number of bad pictures, (index, problem) of each, pixels.
/// </summary>
internal sealed class PixelCacheFile
{
    private const int StampLength = 32, HashLength = 16;

    /// <summary>Bytes that are read and then hashed while they are still in the core's cache.</summary>
    private const int Piece = 1 << 18;

    private static readonly byte[] Magic = "ILAEPIX2"u8.ToArray();

    private readonly string _path;
    private readonly byte[] _stamp;
    private readonly int _count;
    private readonly int _imageLength;

    public PixelCacheFile(string folder, string root, IReadOnlyList<PictureEntry> entries, PixelOptions options)
    {
        _count = entries.Count;
        _imageLength = 3 * options.Size * options.Size;
        using var name = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stamp = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        name.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFullPath(root)}\0{options.Size}\0{options.Crop}\0{options.MaxPixels}\0{options.FollowLinks}\0"));
        Span<byte> sizeAndTime = stackalloc byte[16];
        foreach (PictureEntry entry in entries)
        {
            name.AppendData(Encoding.UTF8.GetBytes(entry.Path + '\0'));
            var info = new FileInfo(Path.Combine(root, entry.Path));
            BitConverter.TryWriteBytes(sizeAndTime, info.Exists ? info.Length : -1);
            BitConverter.TryWriteBytes(sizeAndTime[8..], info.Exists ? info.LastWriteTimeUtc.Ticks : -1);
            stamp.AppendData(sizeAndTime);
        }
        _path = Path.Combine(folder, Convert.ToHexStringLower(name.GetHashAndReset().AsSpan(0, 16)) + ".pixels");
        _stamp = stamp.GetHashAndReset();
    }

    /// <summary>The pixels; null if there is no file, it is of other pictures, or it is damaged.</summary>
    public DecodedPixels? TryRead()
    {
        try
        {
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic) || !reader.ReadBytes(StampLength).AsSpan().SequenceEqual(_stamp))
            {
                return null;
            }
            byte[] contentHash = reader.ReadBytes(HashLength);
            var bad = new (int, string)[Math.Clamp(reader.ReadInt32(), 0, _count)];
            for (int i = 0; i < bad.Length; i++)
            {
                bad[i] = (reader.ReadInt32(), reader.ReadString());
            }
            if (stream.Length - stream.Position != (long)(_count - bad.Length) * _imageLength)
            {
                return null;
            }
            (byte[][] chunks, int perChunk) = PixelSet.Allocate(_count - bad.Length, _imageLength);
            XxHash128 hash = Begin(bad);
            foreach (byte[] chunk in chunks)
            {
                for (int at = 0; at < chunk.Length; at += Piece)
                {
                    Span<byte> piece = chunk.AsSpan(at, Math.Min(Piece, chunk.Length - at));
                    stream.ReadExactly(piece);
                    hash.Append(piece);
                }
            }
            return hash.GetCurrentHash().AsSpan().SequenceEqual(contentHash) ? new DecodedPixels(chunks, perChunk, bad) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the file beside its place and renames it. A cache that cannot be written is no error.</summary>
    public void TryWrite(DecodedPixels pixels)
    {
        string temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            using (var writer = new BinaryWriter(stream, Encoding.UTF8))
            {
                writer.Write(Magic);
                writer.Write(_stamp);
                writer.Write(HashOf(pixels));
                writer.Write(pixels.Bad.Count);
                foreach ((int index, string problem) in pixels.Bad)
                {
                    writer.Write(index);
                    writer.Write(problem);
                }
                foreach (ReadOnlyMemory<byte> chunk in Packed(pixels))
                {
                    writer.Write(chunk.Span);
                }
            }
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing more can be done about a folder that refuses even this.
        }
    }

    private byte[] HashOf(DecodedPixels pixels)
    {
        XxHash128 hash = Begin(pixels.Bad);
        foreach (ReadOnlyMemory<byte> chunk in Packed(pixels))
        {
            hash.Append(chunk.Span);
        }
        return hash.GetCurrentHash();
    }

    private static XxHash128 Begin(IReadOnlyList<(int Index, string Problem)> bad)
    {
        var hash = new XxHash128();
        foreach ((int index, string problem) in bad)
        {
            hash.Append(BitConverter.GetBytes(index));
            hash.Append(Encoding.UTF8.GetBytes(problem));
        }
        return hash;
    }

    // After bad pictures were closed up, the end of the chunks is of no meaning.
    private IEnumerable<ReadOnlyMemory<byte>> Packed(DecodedPixels pixels)
    {
        long left = (long)(_count - pixels.Bad.Count) * _imageLength;
        foreach (byte[] chunk in pixels.Chunks)
        {
            int length = (int)Math.Min(left, chunk.Length);
            yield return chunk.AsMemory(0, length);
            left -= length;
        }
    }
}
