namespace ILGpuAutoencoders.Data.Import;

/// <summary>Reads a stream up to a number of bytes; what an archive states about itself is not trusted.</summary>
/// <param name="inner">The stream.</param>
/// <param name="most">Bytes that may be read.</param>
/// <param name="error">Makes the exception if there are more.</param>
internal sealed class LimitedStream(Stream inner, long most, Func<Exception> error) : ReadOnlyStream
{
    private long _read;

    internal static DataSetException TooMuch(string source, long most) =>
        new($"The archive '{source}' unpacks to more than {most >> 20} MiB, "
            + "far more than pictures do: it is damaged or a bomb, do not use it.");

    public override int Read(Span<byte> buffer)
    {
        int got = inner.Read(buffer);
        _read += got;
        return _read <= most ? got : throw error();
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
