using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using ILGpuAutoencoders.Data.Basics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>
/// The cache file of a list of pictures under the options that determine pixels. Its name has three hashes: of the source, the options
/// and the part; of the state of the source; and of the list. Its layout is that of <see cref="PixelTable"/>.
/// </summary>
internal sealed class PixelCacheFile
{
    private readonly PixelCacheFolder _folder;
    private readonly string _set, _state, _path;
    private readonly byte[] _stamp;
    private readonly int _count, _length, _workers;

    private PixelCacheFile(string source, string state, string list, byte[] stamp, int count, PixelOptions options)
    {
        _set = Hash($"{source}{Further(options)}");
        _state = $"{_set}-{state}";
        _stamp = stamp;
        _count = count;
        _length = options.Frame.Shape.Length;
        _workers = options.Workers;
        _folder = new PixelCacheFolder(options.CacheFolder ?? PixelCache.DefaultFolder, options.CacheBytes);
        _path = Path.Combine(_folder.Path, $"{_state}-{list}{PixelCacheFolder.Extension}");
    }

    /// <summary>The folder that it is in.</summary>
    internal string Folder => _folder.Path;

    /// <summary>The file of one part of a folder of pictures.</summary>
    internal static PixelCacheFile OfFolder(DatasetIndex index, DatasetSplit split, PixelOptions options)
    {
        string limits = $"{options.MaxPixels}\0{options.FollowLinks}";
        var entries = index[split];
        string root = Path.GetFullPath(index.Root);
        return new PixelCacheFile(
            $"{root}\0{options.Size}\0{options.Crop}\0{limits}\0{split}",
            Hash(Names([.. index.Train, .. index.Val, .. index.Test])), Hash(Names(entries)),
            XxHash128.Hash(MemoryMarshal.AsBytes(Identities(index.Root, entries, options.Workers).AsSpan())), entries.Count, options);
    }

    /// <summary>The file of one part of a source that says what state it is in.</summary>
    internal static PixelCacheFile OfSource(string version, DatasetIndex index, DatasetSplit split, PixelOptions options) => new(
        $"{index.Root}\0{options.Size}\0{options.Crop}\0{split}", Hash(version), Hash(Names(index[split])),
        XxHash128.Hash(Encoding.UTF8.GetBytes(version)), index[split].Count, options);

    /// <summary>The file of drawn faces. It belongs to this build of the program, since another may draw differently.</summary>
    /// <param name="seed">The data seed.</param>
    /// <param name="first">The first face.</param>
    /// <param name="count">Number of faces.</param>
    /// <param name="options">Their size, and the cache.</param>
    internal static PixelCacheFile OfFaces(ulong seed, int first, int count, PixelOptions options)
    {
        string build = $"{typeof(PixelCacheFile).Module.ModuleVersionId}\0{typeof(Philox).Module.ModuleVersionId}";
        return new PixelCacheFile(
            $"faces\0{options.Size}\0{seed}\0{first}", Hash(build), Hash($"{count}"),
            XxHash128.Hash(Encoding.UTF8.GetBytes(build)), count, options);
    }

    /// <summary>The pixels; null if there is no file, or it is of other pictures or damaged.</summary>
    /// <param name="inMemory">Whether all of them are read into memory; else they are compared with their hashes and stay in the
    /// file.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal LoadedPixels? TryRead(bool inMemory, CancellationToken cancellation)
    {
        FileStream? stream = null;
        bool staysOpen = false;
        try
        {
            // Opening a FIFO would block; its length is 0.
            if (new FileInfo(_path) is not { Exists: true, Length: > 0 })
            {
                return null;
            }
            stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (PixelTable.TryRead(stream.SafeFileHandle, _stamp, _count, _length) is not { } table)
            {
                return null;
            }
            var inFile = new FilePixels(_path, stream.SafeFileHandle, _length, table.Hashes);
            var memory = inMemory ? new MemoryPixels(_count, _length) : null;
            if (!AreWhole(inFile, table.Problems, memory, cancellation))
            {
                return null;
            }
            staysOpen = !inMemory;
            return new LoadedPixels(memory ?? (PixelStore)inFile, table.Problems, table.Reshaped);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
        finally
        {
            if (!staysOpen)
            {
                stream?.Dispose();
            }
        }
    }

    /// <summary>Makes the pictures and writes each as it is made. A cache that cannot be written is not an error.</summary>
    /// <param name="make">Makes the pixels of one picture.</param>
    /// <param name="reshaped">How many of those made so far had other proportions than are wanted.</param>
    /// <param name="progress">Called now and then, from any thread, with the number of pictures made.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Why it cannot be written; null if it is.</returns>
    internal Exception? TryWrite(PixelMaker make, Func<int> reshaped, IProgress<int>? progress, CancellationToken cancellation)
    {
        using var writer = new PixelCacheWriter(_folder, _path, _count, _length);
        if (writer.Failure is null)
        {
            string?[] problems = PixelLoader.ForEach(_count, _workers, i => writer.Put(i, make), progress, cancellation);
            if (writer.TryFinish(_path, _stamp, problems, reshaped()))
            {
                _folder.MakeRoom(_path, _set, _state);
            }
        }
        return writer.Failure;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text)))[..16];

    // Added where it is not what earlier versions knew: their files keep their names.
    private static string Further(PixelOptions options) =>
        (options.Channels == PictureShape.Rgb ? "" : $"\0{options.Channels}")
        + (options.Fit == PictureFit.Stretch ? "" : $"\0{options.Fit}");

    private static string Names(IReadOnlyList<PictureEntry> entries) => string.Join('\0', entries.Select(entry => entry.Path));

    // Asking the system takes microseconds per file: for small pictures as long as reading their pixels.
    private static FileIdentity[] Identities(string root, IReadOnlyList<PictureEntry> entries, int workers)
    {
        var result = new FileIdentity[entries.Count];
        ParallelLoop.For(entries.Count, workers, i => result[i] = FileIdentity.Of(Path.Combine(root, entries[i].Path)));
        return result;
    }

    /// <summary>Compares the pixels of all good pictures with their hashes, and copies them into memory if there is any.</summary>
    private bool AreWhole(FilePixels file, string?[] problems, MemoryPixels? memory, CancellationToken cancellation)
    {
        bool areWhole = true;
        ParallelLoop.For(_count, _workers, i =>
        {
            if (!Volatile.Read(ref areWhole) || problems[i] is not null)
            {
                return;
            }
            byte[]? room = memory is null ? ArrayPool<byte>.Shared.Rent(_length) : null;
            if (!file.TryRead(i, room is null ? memory!.Slot(i) : room.AsSpan(0, _length)))
            {
                Volatile.Write(ref areWhole, false);
            }
            if (room is not null)
            {
                ArrayPool<byte>.Shared.Return(room);
            }
        }, cancellation);
        return areWhole;
    }
}
