using System.Formats.Tar;
using System.IO.Compression;

namespace ILGpuAutoencoders.Data;

/// <summary>A file of an archive or a folder.</summary>
/// <param name="Name">Its path as the archive says it, with '/' between names.</param>
/// <param name="Length">Bytes that it says it unpacks to.</param>
/// <param name="IsFile">Whether it is a plain file; links and devices are not.</param>
/// <param name="Open">Opens it, until the next one is asked for.</param>
internal readonly record struct ArchiveEntry(string Name, long Length, bool IsFile, Func<Stream> Open);

/// <summary>Reads the entries of archives and folders one after another.</summary>
internal static class Archive
{
    private const int LinkMode = 0xA000, ModeMask = 0xF000;
    private const long Spare = 16L << 20;

    /// <summary>The entries but folders, in their order.</summary>
    /// <exception cref="DataSetException">The file is no archive, is damaged, or unpacks to more than it may.</exception>
    public static IEnumerable<ArchiveEntry> Read(ImportOptions options)
    {
        if (Directory.Exists(options.Source))
        {
            return ReadFolder(options.Source);
        }
        if (!File.Exists(options.Source))
        {
            throw new DataSetException($"There is no archive or folder '{options.Source}': check the path.");
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
            : throw new DataSetException($"'{options.Source}' is no zip, tar or tar.gz archive: name one of these, or a folder.");
    }

    private static IEnumerable<ArchiveEntry> ReadFolder(string folder) => ImageFolder.Pictures(folder).Select(file =>
        new ArchiveEntry(Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), new FileInfo(file).Length, true, () => File.OpenRead(file)));

    private static IEnumerable<ArchiveEntry> ReadZip(ImportOptions options)
    {
        using ZipArchive zip = ZipFile.OpenRead(options.Source);
        long allowed = Allowance(options), unpacked = 0;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!entry.FullName.EndsWith('/'))
            {
                // Bytes that overlap are counted as often as they are named: such archives are bombs.
                unpacked += entry.Length;
                if (unpacked > allowed)
                {
                    throw LimitedStream.TooMuch(options.Source, allowed);
                }
                yield return new ArchiveEntry(entry.FullName, entry.Length, (entry.ExternalAttributes >> 16 & ModeMask) != LinkMode, entry.Open);
            }
        }
    }

    private static IEnumerable<ArchiveEntry> ReadTar(ImportOptions options, bool isPacked)
    {
        using var file = File.OpenRead(options.Source);
        using Stream unpacked = isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var limited = new LimitedStream(unpacked, Allowance(options), () => LimitedStream.TooMuch(options.Source, Allowance(options)));
        using var tar = new TarReader(limited);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes))
            {
                bool isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;
                yield return new ArchiveEntry(entry.Name, entry.Length, isFile, () => entry.DataStream ?? Stream.Null);
            }
        }
    }

    private static long Allowance(ImportOptions options) => Spare + options.MaxRatio * new FileInfo(options.Source).Length;
}
