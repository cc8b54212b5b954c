using ILGpuAutoencoders.Engine.Checkpoints;

namespace ILGpuAutoencoders.Engine;

/// <summary>Writes files so that a crash or a power cut leaves either the old content or the new, never a mix.</summary>
public static class AtomicFile
{
    /// <summary>Suffix of a file's name until the file is complete.</summary>
    public const string TemporarySuffix = ".tmp";

    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Writes a temporary file beside the target, waits for the disk, renames it into place, and waits for the disk again.
    /// </summary>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <param name="write">Writes the content; may be called again and must write the same then. If it throws, the file stays as it
    /// was.</param>
    /// <exception cref="IOException">The disk is full or fails; the message says how much space is needed and how much is
    /// left.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing there is not permitted.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, isDurable: true);

    /// <summary>Writes bytes as a file.</summary>
    /// <param name="path">Where the file shall be; its folder must exist.</param>
    /// <param name="bytes">All of it.</param>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes a file beside its place and renames it into place.</summary>
    /// <param name="path">Where the file shall be; its folder must exist.</param>
    /// <param name="write">Writes the content, and the same when it is called again. If it throws, the file stays as it was.</param>
    /// <param name="isDurable">Whether the disk is waited for; else a power cut, but no crash, may leave a part.</param>
    /// <exception cref="IOException">The disk is full or fails; the message says what is needed and what is left.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing there is not permitted.</exception>
    public static void Write(string path, Action<Stream> write, bool isDurable)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        // The process id is in the name because two processes may write runs/latest.txt at once.
        string temporary = $"{target}.{Environment.ProcessId}{TemporarySuffix}";
        var disk = Disk.Current;
        try
        {
            using (var file = disk.Create(temporary))
            {
                // Not disposed: after an error it would write once more and hide the error.
                var buffer = new BufferedStream(file, BufferSize);
                write(buffer);
                buffer.Flush();
                if (isDurable)
                {
                    disk.Synchronize(file);
                }
            }

            disk.Move(temporary, target);
            if (isDurable)
            {
                disk.SynchronizeFolder(Path.GetDirectoryName(target)!);
            }
        }
        catch (Exception error)
        {
            TryDelete(disk, temporary);
            if (WriteFailure.Explain(error, target, () => LengthOf(write)) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    private static void TryDelete(IDisk disk, string path)
    {
        try
        {
            disk.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Report the error that made the write fail, not this one.
        }
    }

    private static long LengthOf(Action<Stream> write)
    {
        var counter = new CountingStream();
        write(counter);
        return counter.Length;
    }

    private sealed class CountingStream : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
