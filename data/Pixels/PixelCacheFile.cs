using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using ILGpuAutoencoders.Data.Basics;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>
/// The file of a list of pictures under options that decide pixels, named by a hash of these. Layout: magic, hash of the pictures'
/// sizes and times,
/// hash of the rest, number of bad pictures, (index, problem) of each, pixels. Hashes are XXH3 of 128 bits, that of pixels over the
/// hashes of pieces, so that
/// several threads read and check them.
/// </summary>
internal sealed class PixelCacheFile
{
    private const int HashLength = 16;

    /// <summary>The most bytes that are read at once, to be hashed while they are still in the core's cache. It decides the hash.</summary>
    private const int PieceLength = 1 << 18;

    private static readonly byte[] s_magic = "ILAEPIX3"u8.ToArray();

    private readonly string _path;
    private readonly byte[] _stamp;
    private readonly int _count;
    private readonly int _imageLength;
    private readonly int _workers;

    internal PixelCacheFile(string folder, string root, IReadOnlyList<PictureEntry> entries, PixelOptions options)
    {
        _count = entries.Count;
        _imageLength = 3 * options.Size * options.Size;
        _workers = options.Workers;
        string pictures = string.Join('\0', entries.Select(entry => entry.Path));
        byte[] name = XxHash128.Hash(Encoding.UTF8.GetBytes($"{Path.GetFullPath(root)}\0{options.Size}\0{options.Crop}\0{options.MaxPixels}\0{options.FollowLinks}\0{pictures}"));
        _path = Path.Combine(folder, Convert.ToHexStringLower(name) + ".pixels");
        _stamp = XxHash128.Hash(MemoryMarshal.AsBytes(SizesAndTimes(root, entries).AsSpan()));
    }

    /// <summary>The pixels; null if there is no file, it is of other pictures, or it is damaged.</summary>
    internal DecodedPixels? TryRead()
    {
        try
        {
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            if (!reader.ReadBytes(s_magic.Length).AsSpan().SequenceEqual(s_magic) || !reader.ReadBytes(HashLength).AsSpan().SequenceEqual(_stamp))
            {
                return null;
            }
            byte[] contentHash = reader.ReadBytes(HashLength);
            var bad = new (int, string)[Math.Clamp(reader.ReadInt32(), 0, _count)];
            for (int i = 0; i < bad.Length; i++)
            {
                bad[i] = (reader.ReadInt32(), reader.ReadString());
            }
            long start = stream.Position;
            if (stream.Length - start != (long)(_count - bad.Length) * _imageLength)
            {
                return null;
            }
            (byte[][] chunks, int perChunk) = PixelSet.Allocate(_count - bad.Length, _imageLength);
            var pixels = new DecodedPixels(chunks, perChunk, bad);
            // Where the file ends too soon the hash tells.
            byte[] hash = HashOf(pixels, piece => FileRead.Fill(stream.SafeFileHandle, piece.Bytes.Span, start + piece.Offset));
            return hash.AsSpan().SequenceEqual(contentHash) ? pixels : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the file beside its place and renames it. A cache that cannot be written is no error.</summary>
    internal void TryWrite(DecodedPixels pixels)
    {
        string temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            using (var writer = new BinaryWriter(stream, Encoding.UTF8))
            {
                writer.Write(s_magic);
                writer.Write(_stamp);
                writer.Write(HashOf(pixels));
                writer.Write(pixels.Bad.Count);
                foreach ((int index, string problem) in pixels.Bad)
                {
                    writer.Write(index);
                    writer.Write(problem);
                }
                foreach (var piece in Pieces(pixels))
                {
                    writer.Write(piece.Bytes.Span);
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

    // Asking the system takes microseconds a file: for small pictures as long as reading their pixels.
    private long[] SizesAndTimes(string root, IReadOnlyList<PictureEntry> entries)
    {
        var result = new long[2 * entries.Count];
        ParallelLoop.For(entries.Count, _workers, i =>
        {
            var info = new FileInfo(Path.Combine(root, entries[i].Path));
            (result[2 * i], result[2 * i + 1]) = info.Exists ? (info.Length, info.LastWriteTimeUtc.Ticks) : (-1, -1);
        });
        return result;
    }

    /// <summary>The hash of all that is not magic or stamp.</summary>
    /// <param name="pixels">What is hashed.</param>
    /// <param name="fill">Called for each piece before it is hashed, from several threads.</param>
    private byte[] HashOf(DecodedPixels pixels, Action<Piece>? fill = null)
    {
        Piece[] pieces = [.. Pieces(pixels)];
        var hashes = new byte[pieces.Length * HashLength];
        ParallelLoop.For(pieces.Length, _workers, i =>
        {
            fill?.Invoke(pieces[i]);
            XxHash128.Hash(pieces[i].Bytes.Span, hashes.AsSpan(i * HashLength, HashLength));
        });
        var hash = new XxHash128();
        foreach ((int index, string problem) in pixels.Bad)
        {
            hash.Append(BitConverter.GetBytes(index));
            hash.Append(Encoding.UTF8.GetBytes(problem));
        }
        hash.Append(hashes);
        return hash.GetCurrentHash();
    }

    // After bad pictures were closed up, the end of the chunks is of no meaning.
    private IEnumerable<Piece> Pieces(DecodedPixels pixels)
    {
        long length = (long)(_count - pixels.Bad.Count) * _imageLength, offset = 0;
        foreach (byte[] chunk in pixels.Chunks)
        {
            for (int at = 0; at < chunk.Length && offset < length; at += PieceLength)
            {
                var bytes = chunk.AsMemory(at, (int)Math.Min(Math.Min(PieceLength, chunk.Length - at), length - offset));
                yield return new Piece(bytes, offset);
                offset += bytes.Length;
            }
        }
    }

    /// <summary>Some pixels and where they lie, counted from the first.</summary>
    private readonly record struct Piece(Memory<byte> Bytes, long Offset);
}
