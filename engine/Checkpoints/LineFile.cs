using System.Text;
using ILGpuAutoencoders.Engine.Checkpoints;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A text file to which whole lines are appended, each in one write: a crash tears at most the last line, which is cut off when the file
/// is opened again.
/// </summary>
public sealed class LineFile : IDisposable
{
    private readonly string _path;
    private readonly Stream _file;

    /// <summary>Opens or creates a file.</summary>
    /// <param name="path">Where it is; its folder must exist.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing there is not permitted.</exception>
    public LineFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
        try
        {
            _file = Disk.Current.Open(path);
            CutTornLine();
        }
        catch (Exception error) when (WriteFailure.Explain(error, _path, () => 1) is { } explained)
        {
            _file?.Dispose();
            throw explained;
        }
    }

    /// <summary>Appends a line.</summary>
    /// <param name="line">Its text, without a line break.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Append(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        try
        {
            _file.Write(bytes);
        }
        catch (Exception error) when (WriteFailure.Explain(error, _path, () => bytes.Length) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void CutTornLine()
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (whole < bytes.Length)
        {
            _file.SetLength(whole);
        }

        _file.Seek(0, SeekOrigin.End);
    }
}
