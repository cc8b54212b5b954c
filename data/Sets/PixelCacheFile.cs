using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using ILGpuAutoencoders.Data.Basics;
using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>
/// The cache file of a list of pictures under the options that determine pixels. Its name has three hashes: of the folder, the options
/// and the part; of all pictures of the data set; and of those of the part. Layout: magic, hash of what the system reports about each
/// picture, hash of the rest, number of bad pictures, (index, problem) of each, pixels. Hashes are 128-bit XXH3; that of the pixels is
/// over the hashes of pieces, so that several threads can read and check them.
/// </summary>
internal sealed class PixelCacheFile
{
    private const int HashLength = 16;

    /// <summary>
    /// The most bytes read at once, to be hashed while they are still in the core's cache. It is part of the format: the hash depends on
    /// it.
    /// </summary>
    private const int PieceLength = 1 << 18;

    private static readonly byte[] s_magic = "ILAEPIX4"u8.ToArray();

    private readonly PixelCacheFolder _folder;
    private readonly string _set, _state, _path;
    private readonly byte[] _stamp;
    private readonly int _count;
    private readonly int _imageLength;
    private readonly int _workers;

    internal PixelCacheFile(DatasetIndex index, DatasetSplit split, PixelOptions options)
    {
        var entries = index[split];
        _count = entries.Count;
        _imageLength = 3 * options.Size * options.Size;
        _workers = options.Workers;
        _folder = new PixelCacheFolder(options.CacheFolder ?? PixelCache.DefaultFolder, options.CacheBytes);
        string root = Path.GetFullPath(index.Root);
        _set = Hash($"{root}\0{options.Size}\0{options.Crop}\0{options.MaxPixels}\0{options.FollowLinks}\0{split}");
        _state = $"{_set}-{Hash(Names([.. index.Train, .. index.Val, .. index.Test]))}";
        _path = Path.Combine(_folder.Path, $"{_state}-{Hash(Names(entries))}{PixelCacheFolder.Extension}");
        _stamp = XxHash128.Hash(MemoryMarshal.AsBytes(Identities(index.Root, entries).AsSpan()));
    }

    /// <summary>The pixels; null if there is no file, or it is of other pictures or damaged.</summary>
    internal DecodedPixels? TryRead()
    {
        try
        {
            // Opening a FIFO would block; its length is 0.
            if (new FileInfo(_path) is not { Exists: true, Length: > 0 })
            {
                return null;
            }
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            if (!reader.ReadBytes(s_magic.Length).AsSpan().SequenceEqual(s_magic)
                || !reader.ReadBytes(HashLength).AsSpan().SequenceEqual(_stamp))
            {
                return null;
            }
            byte[] contentHash = reader.ReadBytes(HashLength);
            var bad = new (int Index, string Problem)[Math.Clamp(reader.ReadInt32(), 0, _count)];
            for (int i = 0; i < bad.Length; i++)
            {
                bad[i] = (reader.ReadInt32(), reader.ReadString());
                if (bad[i].Index >= _count || bad[i].Index <= (i == 0 ? -1 : bad[i - 1].Index))
                {
                    return null;
                }
            }
            long start = stream.Position;
            if (stream.Length - start != (long)(_count - bad.Length) * _imageLength)
            {
                return null;
            }
            (byte[][] chunks, int perChunk) = PixelSet.Allocate(_count - bad.Length, _imageLength);
            var pixels = new DecodedPixels(chunks, perChunk, bad);
            // If the file ends too soon, the hash does not match.
            byte[] hash = HashOf(pixels, piece => FileRead.Fill(stream.SafeFileHandle, piece.Bytes.Span, start + piece.Offset));
            return hash.AsSpan().SequenceEqual(contentHash) ? pixels : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes a temporary file beside it and renames that. A cache that cannot be written is not an error.</summary>
    internal void TryWrite(DecodedPixels pixels)
    {
        string temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            _folder.Prepare();
            using (var stream = PixelCacheFolder.Create(temporary))
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
            _folder.MakeRoom(_path, _set, _state);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            PixelCacheFolder.TryDelete(temporary);
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text)))[..16];

    private static string Names(IReadOnlyList<PictureEntry> entries) => string.Join('\0', entries.Select(entry => entry.Path));

    // Asking the system takes microseconds per file: for small pictures as long as reading their pixels.
    private FileIdentity[] Identities(string root, IReadOnlyList<PictureEntry> entries)
    {
        var result = new FileIdentity[entries.Count];
        ParallelLoop.For(entries.Count, _workers, i => result[i] = FileIdentity.Of(Path.Combine(root, entries[i].Path)));
        return result;
    }

    /// <summary>The hash of everything except magic and stamp.</summary>
    /// <param name="pixels">What is hashed.</param>
    /// <param name="fill">Called for each piece before it is hashed, from several threads.</param>
    private byte[] HashOf(DecodedPixels pixels, Action<Piece>? fill = null)
    {
        Piece[] pieces = [.. Pieces(pixels)];
        byte[] hashes = new byte[pieces.Length * HashLength];
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

    // Once the gaps of bad pictures are closed, the end of the chunks is unused.
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

    /// <summary>Some pixels and their offset from the first.</summary>
    private sealed record Piece(Memory<byte> Bytes, long Offset);
}
