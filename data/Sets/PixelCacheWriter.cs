using System.Buffers;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>
/// A cache file that is being written, picture by picture, in any order: a temporary file beside its place, which is renamed at the end,
/// or removed. What cannot be written is no exception, since the work goes on without a cache.
/// </summary>
internal sealed class PixelCacheWriter : IDisposable
{
    private readonly string _temporary;
    private readonly int _length;
    private readonly ulong[] _hashes;
    private readonly FileStream? _stream;
    private bool _isFinished;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">Where it will be.</param>
    /// <param name="path">Its place there.</param>
    /// <param name="count">Number of pictures.</param>
    /// <param name="length">Bytes of each.</param>
    internal PixelCacheWriter(PixelCacheFolder folder, string path, int count, int length)
    {
        _temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        _length = length;
        _hashes = new ulong[count];
        try
        {
            folder.Prepare();
            _stream = PixelCacheFolder.Create(_temporary, PixelTable.OffsetOf(count, length));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Failure = error;
        }
    }

    /// <summary>Why it cannot be written; null if nothing has failed so far.</summary>
    internal Exception? Failure { get; private set; }

    private SafeFileHandle File => _stream!.SafeFileHandle;

    /// <summary>Makes a picture and writes it; once something has failed, it does neither.</summary>
    /// <param name="index">The picture.</param>
    /// <param name="make">Makes its pixels.</param>
    /// <returns>Why it is bad; null if it is not.</returns>
    internal string? Put(int index, PixelMaker make)
    {
        if (Failure is not null)
        {
            return null;
        }
        byte[] room = ArrayPool<byte>.Shared.Rent(_length);
        try
        {
            var pixels = room.AsSpan(0, _length);
            string? problem = make(index, pixels);
            if (problem is null)
            {
                _hashes[index] = XxHash3.HashToUInt64(pixels);
                Try(() => RandomAccess.Write(File, room.AsSpan(0, _length), PixelTable.OffsetOf(index, _length)));
            }
            return problem;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>Completes the file and puts it into its place.</summary>
    /// <param name="path">The place.</param>
    /// <param name="stamp">Tells the pictures from others.</param>
    /// <param name="problems">Why a picture is bad, or null, for each.</param>
    /// <param name="reshaped">Pictures whose proportions were not those wanted.</param>
    /// <returns>Whether all of it could be written.</returns>
    internal bool TryFinish(string path, byte[] stamp, string?[] problems, int reshaped)
    {
        if (Failure is null)
        {
            Try(() =>
            {
                (byte[] header, byte[] table) = PixelTable.Write(stamp, problems, _hashes, reshaped);
                RandomAccess.Write(File, table, PixelTable.OffsetOf(problems.Length, _length));
                RandomAccess.Write(File, header, 0);
                _stream!.Dispose();
                System.IO.File.Move(_temporary, path, overwrite: true);
                _isFinished = true;
            });
        }
        return _isFinished;
    }

    public void Dispose()
    {
        _stream?.Dispose();
        if (_stream is not null && !_isFinished)
        {
            PixelCacheFolder.TryDelete(_temporary);
        }
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Failure = error;
        }
    }
}
