using System.Text;

namespace ILGpuAutoencoders.Cli.Terminal;

/// <summary>Standard output or standard error, which may be closed, full, or a pipe that nobody reads.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="name">What errors call it; null to ignore failed writes: progress must not end a training.</param>
internal sealed class StandardStream(TextWriter writer, string? name) : TextWriter
{
    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Try(() => writer.Write(value));

    public override void Write(string? value) => Try(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => writer.Write(buffer, index, count));

    public override void WriteLine() => Try(writer.WriteLine);

    public override void WriteLine(string? value) => Try(() => writer.WriteLine(value));

    public override void Flush() => Try(writer.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (name is not null)
            {
                throw new IOException($"Results cannot be written to {name}: it is closed or full; redirect it elsewhere.", error);
            }
        }
    }
}
