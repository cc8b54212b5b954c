using System.Globalization;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>The folder of a training run and the names of what is in it.</summary>
public sealed class RunFolder : IDisposable
{
    private const string Root = "runs";

    private readonly FileStream _lock;

    private RunFolder(string path, FileStream runLock)
    {
        Path = path;
        _lock = runLock;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes a run folder and locks it until it is disposed.</summary>
    /// <param name="path">Where; it must not exist. Null for <c>runs/MODEL/TIME-N</c>, which <c>runs/latest.txt</c> then names.</param>
    /// <param name="model">The family.</param>
    /// <exception cref="ConfigurationException">The folder exists.</exception>
    /// <exception cref="RunLockedException">The folder exists and a process works in it.</exception>
    public static RunFolder Create(string? path, string model)
    {
        string folder = path ?? Unused(System.IO.Path.Combine(Root, model));
        if (Directory.Exists(folder) || File.Exists(folder))
        {
            if (IsLocked(folder))
            {
                throw Locked(folder);
            }

            throw new ConfigurationException($"out: '{folder}' exists; name a folder that does not.");
        }

        Directory.CreateDirectory(folder);
        var run = new RunFolder(folder, TakeLock(folder) ?? throw Locked(folder));
        if (path is null)
        {
            AtomicFile.Write(System.IO.Path.Combine(Root, "latest.txt"), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(folder + "\n")));
        }

        return run;
    }

    /// <summary>Whether a process works in a folder.</summary>
    /// <param name="path">The folder.</param>
    public static bool IsLocked(string path)
    {
        if (!File.Exists(LockFile(path)))
        {
            return false;
        }

        using var taken = TakeLock(path);
        return taken is null;
    }

    /// <summary>A file of the run.</summary>
    /// <param name="name">One of <see cref="RunFile"/>.</param>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a text file of the run, whole or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">What it holds.</param>
    public void WriteText(string name, string text) => AtomicFile.Write(PathOf(name), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Lets other processes in.</summary>
    public void Dispose() => _lock.Dispose();

    private static string Unused(string parent)
    {
        string time = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Enumerable.Range(1, int.MaxValue - 1).Select(n => System.IO.Path.Combine(parent, $"{time}-{n}")).First(path => !Directory.Exists(path));
    }

    // The kernel drops the lock when the process ends, however it ends.
    private static FileStream? TakeLock(string folder)
    {
        try
        {
            return new FileStream(LockFile(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when (error is not DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string LockFile(string folder) => System.IO.Path.Combine(folder, ".lock");

    private static RunLockedException Locked(string folder) =>
        new($"Another process works in the run folder '{folder}'; wait for it or name another folder.");
}
