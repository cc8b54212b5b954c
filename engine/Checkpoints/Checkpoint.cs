using ILGpuAutoencoders.Engine.Checkpoints;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Named tensors and text: the content of a safetensors file. Equal content gives equal bytes; nothing about the time or the machine goes
/// in.
/// </summary>
public sealed class Checkpoint
{
    private readonly SortedDictionary<string, CheckpointTensor> _tensors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>The tensors by name.</summary>
    public IDictionary<string, CheckpointTensor> Tensors => _tensors;

    /// <summary>Text by key: what the model is, how far it was trained.</summary>
    public IDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <exception cref="CheckpointException">There is no such file, or it breaks a rule of the format.</exception>
    public static Checkpoint Read(string path) => Read(path, stream => stream, (checkpoint, _) => checkpoint);

    /// <summary>Reads a file, and says the SHA-256 of the bytes that were read, in hexadecimal.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static (Checkpoint Content, string Sha256) ReadHashed(string path) =>
        Read(path, stream => new HashedStream(stream), (checkpoint, stream) => (checkpoint, stream.Sha256));

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="CheckpointException">The bytes break a rule of the format.</exception>
    public static Checkpoint Parse(byte[] bytes, string source)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return SafetensorsReader.Read(stream, source);
    }

    /// <summary>
    /// Writes a file, all or nothing: until it is complete and on the disk, an earlier file of that name stays as it was.
    /// </summary>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <exception cref="IOException">The disk is full or cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing there is not permitted.</exception>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the same bytes to a stream.</summary>
    /// <param name="stream">Where to.</param>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafetensorsWriter.Write(this, stream);
    }

    /// <summary>The bytes that <see cref="Write(string)"/> writes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        Write(stream);
        return stream.ToArray();
    }

    private static TResult Read<TStream, TResult>(
        string path, Func<Stream, TStream> wrap, Func<Checkpoint, TStream, TResult> result)
        where TStream : Stream
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = wrap(PlainFile.Open(path));
            return result(SafetensorsReader.Read(stream, path), stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"Checkpoint: {path} does not exist; check the path.", e);
        }
    }
}
