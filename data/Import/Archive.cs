using System.Formats.Tar;
using System.IO.Compression;
using ILGpuAutoencoders.Data.Folders;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Import;

/// <summary>A file of an archive or a folder.</summary>
/// <param name="Name">Its path as stated in the archive.</param>
/// <param name="Length">Its unpacked size in bytes as stated in the archive.</param>
/// <param name="IsFile">Whether it is a plain file; links and devices are not.</param>
/// <param name="Open">Opens it; valid until the next one is requested.</param>
/// <param name="HasBackslashes">Whether '\' may separate names, as in zips made by Windows' Compress-Archive.</param>
internal readonly record struct ArchiveEntry(string Name, long Length, bool IsFile, Func<Stream> Open, bool HasBackslashes = false)
{
    /// <summary>The path with single '/' between names and without names that mean "here", as tar -C DIR . writes them.</summary>
    internal string Path => string.Join('/', Slashed.Split('/').Where(name => name is not ("" or ".")));

    /// <summary>The name with '/' between names.</summary>
    internal string Slashed => HasBackslashes ? Name.Replace('\\', '/') : Name;
}

/// <summary>Reads the entries of archives and folders one after another.</summary>
internal static class Archive
{
    private const int FileMode = 0x8000, ModeMask = 0xF000;
    private const long Spare = 16L << 20;

    /// <summary>The entries except folders, in order.</summary>
    /// <param name="options">Source and limits.</param>
    /// <param name="leftOut">Receives what a folder holds besides plain pictures.</param>
    /// <exception cref="DataSetException">The file is not an archive, is damaged, or unpacks to more than the limits allow.</exception>
    internal static IEnumerable<ArchiveEntry> Read(ImportOptions options, LeftOut leftOut)
    {
        if (Directory.Exists(options.Source))
        {
            return ReadFolder(options.Source, leftOut);
        }
        if (!File.Exists(options.Source))
        {
            throw new DataSetException($"'{options.Source}' does not exist: check the path of the archive or folder.");
        }
        if (!PlainFile.HasContent(options.Source))
        {
            throw new DataSetException($"'{options.Source}' is empty or not a plain file: name an archive or a folder.");
        }
        Span<byte> start = stackalloc byte[262];
        using (var file = File.OpenRead(options.Source))
        {
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        if (start.StartsWith("PK"u8))
        {
            return ReadZip(options);
        }
        bool isPacked = start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        return isPacked || (start.Length == 262 && start[257..].SequenceEqual("ustar"u8))
            ? ReadTar(options, isPacked)
            : throw new DataSetException($"'{options.Source}' is not a zip, tar or tar.gz archive: name one of these, or a folder.");
    }

    private static IEnumerable<ArchiveEntry> ReadFolder(string folder, LeftOut leftOut) =>
        new FolderWalk(followLinks: false, leftOut).Pictures(folder).Select(name =>
        {
            string file = Path.Combine(folder, name);
            return new ArchiveEntry(name, PlainFile.LengthOf(file) ?? 0, true, () => PlainFile.Open(file));
        });

    private static IEnumerable<ArchiveEntry> ReadZip(ImportOptions options)
    {
        using var zip = Guard(() => ZipFile.OpenRead(options.Source));
        long allowed = Allowance(options), unpacked = 0;
        foreach (var entry in Guard(() => zip.Entries))
        {
            if (!entry.FullName.EndsWith('/'))
            {
                // Overlapping bytes are counted as often as they are referenced: such archives are bombs.
                unpacked += entry.Length;
                if (unpacked > allowed)
                {
                    throw LimitedStream.TooMuch(options.Source, allowed);
                }
                if (entry.IsEncrypted)
                {
                    throw new DataSetException(
                        $"'{entry.FullName}' in '{options.Source}' is encrypted: unpack it with its password, and name the folder.");
                }
                yield return new ArchiveEntry(
                    entry.FullName, entry.Length, IsPlain(entry), () => OpenEntry(entry), HasBackslashes: true);
            }
        }
    }

    // Archives made on systems without file modes have 0.
    private static bool IsPlain(ZipArchiveEntry entry) => (entry.ExternalAttributes >> 16 & ModeMask) is 0 or FileMode;

    private static CheckedStream OpenEntry(ZipArchiveEntry entry) => new(Guard(entry.Open), entry.FullName, entry.Length, entry.Crc32);

    private static IEnumerable<ArchiveEntry> ReadTar(ImportOptions options, bool isPacked)
    {
        using var file = File.OpenRead(options.Source);
        using Stream unpacked = isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
        long allowed = Allowance(options);
        using var limited = new LimitedStream(unpacked, allowed, () => LimitedStream.TooMuch(options.Source, allowed));
        using var checkedTar = new TarStream(limited);
        using var tar = new TarReader(checkedTar);
        while (Guard(() => tar.GetNextEntry()) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes))
            {
                bool isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;
                yield return new ArchiveEntry(entry.Name, entry.Length, isFile, () => entry.DataStream ?? Stream.Null);
            }
        }
        // The checksum of a tar.gz is at its end.
        checkedTar.CopyTo(Stream.Null);
        if (!checkedTar.IsComplete)
        {
            throw new EndOfStreamException("it is cut short");
        }
    }

    // The readers of .NET report damage by many kinds of exceptions.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException
            or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException(error.Message.TrimEnd('.'), error);
        }
    }

    private static long Allowance(ImportOptions options) => Spare + options.MaxRatio * (PlainFile.LengthOf(options.Source) ?? 0);
}
