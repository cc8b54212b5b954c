using ILGpuAutoencoders.Engine.Checkpoints;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Bytes on their way into a file, more than memory may hold: they are kept beside it, and gone once this is disposed.
/// </summary>
public sealed class SpoolFile : IDisposable
{
    private readonly string _target;
    private readonly FileStream _stream;

    /// <summary>Makes an empty one.</summary>
    /// <param name="target">The file that the bytes are for; its folder must exist.</param>
    /// <exception cref="IOException">The disk is full or fails, or the folder is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing there is not permitted.</exception>
    public SpoolFile(string target)
    {
        _target = Path.GetFullPath(target);
        _stream = Explained(() => new FileStream(
            $"{_target}.{Guid.NewGuid():N}{AtomicFile.TemporarySuffix}",
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = 1 << 16,
                Options = FileOptions.DeleteOnClose,
            }));
    }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Add(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Explained(() =>
        {
            _stream.Write(bytes);
            return Length += bytes.Length;
        });
    }

    /// <summary>Reads all bytes, in pieces.</summary>
    /// <param name="length">Bytes of a piece; the last may be shorter.</param>
    /// <param name="piece">Receives each piece, in order.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Read(int length, Action<ReadOnlySpan<byte>> piece)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentNullException.ThrowIfNull(piece);
        byte[] bytes = new byte[length];
        _stream.Position = 0;
        for (long left = Length; left > 0; left -= length)
        {
            var filled = bytes.AsSpan(0, (int)Math.Min(length, left));
            _stream.ReadExactly(filled);
            piece(filled);
        }

        _stream.Position = Length;
    }

    /// <summary>Removes it.</summary>
    public void Dispose() => _stream.Dispose();

    private T Explained<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (WriteFailure.Explain(error, _target, () => Length) is { } explained)
        {
            throw explained;
        }
    }
}
