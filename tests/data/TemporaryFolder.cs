namespace ILGpuAutoencoders.Tests.Data;

/// <summary>A folder that is gone when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("ilgpu-ae-").FullName;

    public string At(string path) => Path.Combine(Root, path);

    public string Write(string path, byte[] bytes)
    {
        string file = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public void WriteAll(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            Write(path, [1]);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
