using System.Globalization;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Runs;

/// <summary>The folder of a training run and the names of what is in it.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string Root = RunCatalog.Root, LockFile = ".lock";
    private const int WouldBlockOnLinux = 11, WouldBlockOnMac = 35, SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _lock;

    private RunFolder(string path, FileStream runLock)
    {
        Path = path;
        _lock = runLock;
    }

    /// <summary>Where it is.</summary>
    internal string Path { get; }

    /// <summary>Makes a run folder and locks it until it is disposed.</summary>
    /// <param name="path">Where; it must not exist. Null for <c>runs/MODEL/TIME-N</c>, which <c>runs/latest.txt</c> then names.</param>
    /// <param name="model">The family.</param>
    /// <param name="files">Text files that it holds from the start: it never exists without them.</param>
    /// <exception cref="ConfigurationException">The folder exists.</exception>
    /// <exception cref="RunLockedException">The folder exists and a process is using it.</exception>
    internal static RunFolder Create(string? path, string model, params IReadOnlyList<(string Name, string Text)> files)
    {
        while (true)
        {
            string folder = path ?? Unused(System.IO.Path.Combine(Root, model));
            if (TryMake(folder, files) is { } made)
            {
                var run = new RunFolder(folder, made);
                if (path is null)
                {
                    AtomicFile.Write(System.IO.Path.Combine(Root, "latest.txt"), System.Text.Encoding.UTF8.GetBytes(folder + "\n"));
                }

                return run;
            }

            if (path is not null)
            {
                throw IsLocked(folder)
                    ? Locked(folder)
                    : new ConfigurationException("out", $"'{folder}' exists; name a folder that does not.");
            }
        }
    }

    /// <summary>Opens the folder of an earlier run and locks it until it is disposed.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="CheckpointException">There is no run.</exception>
    /// <exception cref="IOException">There is a link where the run is to be written.</exception>
    /// <exception cref="RunLockedException">Another process is using it.</exception>
    internal static RunFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(System.IO.Path.Combine(path, RunFile.Config)))
        {
            throw new CheckpointException(Directory.Exists(path)
                ? $"'{path}' is not a run: it holds no {RunFile.Config}; name a run folder."
                : $"There is no run '{path}'; name a run folder.");
        }

        RunPlace.RequireNoLinks(path);
        return new RunFolder(path, TakeLock(path) ?? throw Locked(path));
    }

    /// <summary>Whether a process is using a folder.</summary>
    /// <param name="path">The folder.</param>
    internal static bool IsLocked(string path)
    {
        if (!File.Exists(System.IO.Path.Combine(path, LockFile)))
        {
            return false;
        }

        using var taken = TakeLock(path);
        return taken is null;
    }

    /// <summary>A file of the run.</summary>
    /// <param name="name">One of <see cref="RunFile"/>.</param>
    internal string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The same, to be written.</summary>
    /// <exception cref="IOException">There is a link at its place.</exception>
    internal string PathToWrite(string name) => RunPlace.ToWrite(Path, name);

    /// <summary>The same, to be appended to.</summary>
    /// <exception cref="IOException">There is a link at its place.</exception>
    internal string PathToAppend(string name) => RunPlace.ToAppend(Path, name);

    /// <summary>Writes a text file of the run, whole or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">What it holds.</param>
    internal void WriteText(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file of the run, whole or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">What it holds.</param>
    internal void Write(string name, byte[] bytes) => AtomicFile.Write(PathToWrite(name), bytes);

    /// <summary>Removes what a killed process left half written.</summary>
    internal void RemoveTemporaryFiles() => RunPlace.RemoveTemporaryFiles(Path);

    /// <summary>Lets other processes in.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>
    /// Makes a folder with its files beside its place, locks it, and moves it there: it never appears incomplete or unlocked.
    /// </summary>
    /// <returns>The lock; null if there is something at its place.</returns>
    private static FileStream? TryMake(string folder, IReadOnlyList<(string Name, string Text)> files)
    {
        if (System.IO.Path.Exists(folder))
        {
            return null;
        }

        string target = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder)),
        beside = $"{target}.{Guid.NewGuid():N}{AtomicFile.TemporarySuffix}";
        FileStream? taken = null;
        bool isMoved = false;
        try
        {
            Directory.CreateDirectory(beside);
            taken = TakeLock(beside);
            foreach (var (name, text) in files)
            {
                AtomicFile.Write(System.IO.Path.Combine(beside, name), System.Text.Encoding.UTF8.GetBytes(text));
            }

            if (OperatingSystem.IsWindows())
            {
                // Windows does not move a folder that holds an open file.
                taken!.Dispose();
            }

            Disk.Current.Move(beside, target);
            isMoved = true;
            Disk.Current.SynchronizeFolder(System.IO.Path.GetDirectoryName(target)!);
            return OperatingSystem.IsWindows() ? TakeLock(folder) : taken;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            if (isMoved)
            {
                Directory.Delete(target, recursive: true);
                throw;
            }

            if (!Directory.Exists(beside))
            {
                throw;
            }

            Directory.Delete(beside, recursive: true);
            if (!System.IO.Path.Exists(folder))
            {
                throw;
            }

            return null;
        }
    }

    private static string Unused(string parent)
    {
        string time = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Enumerable.Range(1, int.MaxValue - 1).Select(n => System.IO.Path.Combine(parent, $"{time}-{n}")).First(
            path => !Directory.Exists(path));
    }

    // The kernel drops the lock when the process ends, however it ends. The file stays: if it were removed, two could hold a lock at once.
    private static FileStream? TakeLock(string folder)
    {
        try
        {
            string path = RunPlace.ToWrite(folder, LockFile);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (error.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolation)
        {
            return null;
        }
    }

    private static RunLockedException Locked(string folder) =>
        new($"Another process is using the run folder '{folder}'; wait for it or name another folder.");
}
