using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>What happens at a call.</summary>
public enum Fault
{
    /// <summary>ENOSPC; a write puts half of its bytes.</summary>
    NoSpace,

    /// <summary>EIO.</summary>
    Failure,

    /// <summary>EACCES.</summary>
    NoAccess,

    /// <summary>The process dies: this call is done by half, and nothing after it.</summary>
    Death,

    /// <summary>The power goes: as death, and what was not synchronised is lost.</summary>
    PowerCut,
}

/// <summary>The process is thought dead: nothing that it would still do counts.</summary>
internal sealed class ProcessDied : Exception;

/// <summary>A disk that does what it is told until a given call, which goes wrong.</summary>
/// <param name="failAt">The call, from 1.</param>
/// <param name="fault">How it goes wrong.</param>
internal sealed class FaultyDisk(int failAt, Fault fault) : IDisk
{
    private readonly List<OpenFile> _files = [];
    private readonly List<(string Path, byte[]? Before)> _names = [];
    private bool _isDead;

    /// <summary>Calls so far.</summary>
    internal int Calls { get; private set; }

    internal bool HasFailed => Calls >= failAt;

    /// <summary>What the call that went wrong was to do.</summary>
    internal string Failed { get; private set; } = "";

    public Stream Create(string path)
    {
        Call($"create {path}");
        var file = new OpenFile(
            this, new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0), path, 0);
        _files.Add(file);
        return file;
    }

    public Stream Open(string path)
    {
        Call($"open {path}");
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
        var file = new OpenFile(this, stream, path, stream.Length);
        _files.Add(file);
        return file;
    }

    public void Synchronize(Stream file)
    {
        var open = (OpenFile)file;
        Call($"synchronize {open.Path}");
        open.SafeLength = open.Length;
    }

    public void Move(string from, string to)
    {
        Call($"move {to}");
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
            return;
        }

        _names.Add((to, File.Exists(to) ? File.ReadAllBytes(to) : null));
        File.Move(from, to, overwrite: true);
        foreach (var file in _files.Where(file => file.Path == from))
        {
            file.Path = to;
        }
    }

    public void Delete(string path)
    {
        if (_isDead)
        {
            throw new ProcessDied();
        }

        File.Delete(path);
    }

    public void SynchronizeFolder(string folder)
    {
        Call($"synchronize folder {folder}");
        _names.RemoveAll(name => Path.GetDirectoryName(name.Path) == folder);
    }

    /// <summary>
    /// Takes away what a power cut may take: bytes that were not synchronised and, if <paramref name="withNames"/>, names whose folder was
    /// not.
    /// </summary>
    internal void CutPower(bool withNames)
    {
        foreach (var file in _files)
        {
            file.Dispose();
            if (File.Exists(file.Path) && new FileInfo(file.Path).Length > file.SafeLength)
            {
                using var stream = new FileStream(file.Path, FileMode.Open);
                stream.SetLength(file.SafeLength);
            }
        }

        foreach (var (path, before) in withNames ? Enumerable.Reverse(_names) : [])
        {
            if (before is null)
            {
                File.Delete(path);
            }
            else
            {
                File.WriteAllBytes(path, before);
            }
        }
    }

    private void Call(string what, Action? half = null)
    {
        if (_isDead)
        {
            throw new ProcessDied();
        }

        if (++Calls != failAt)
        {
            return;
        }

        Failed = what;
        switch (fault)
        {
            case Fault.NoSpace:
                half?.Invoke();
                throw new IOException($"No space left on device : '{what}'", 28);
            case Fault.Failure:
                throw new IOException($"Input/output error : '{what}'", 5);
            case Fault.NoAccess:
                throw new UnauthorizedAccessException($"Access to the path '{what}' is denied.");
            default:
                half?.Invoke();
                _isDead = true;
                throw new ProcessDied();
        }
    }

    /// <summary>A file with how much of it is on the disk for certain.</summary>
    private sealed class OpenFile(FaultyDisk disk, FileStream stream, string path, long safeLength) : Stream
    {
        internal string Path { get; set; } = path;

        internal long SafeLength { get; set; } = safeLength;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => stream.Length;

        public override long Position { get => stream.Position; set => stream.Position = value; }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            byte[] bytes = buffer.ToArray();
            disk.Call($"write {Path}", () => stream.Write(bytes.AsSpan(0, bytes.Length / 2)));
            stream.Write(bytes);
        }

        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

        public override void SetLength(long value)
        {
            disk.Call($"cut {Path}");
            stream.SetLength(value);
            SafeLength = Math.Min(SafeLength, value);
        }

        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
