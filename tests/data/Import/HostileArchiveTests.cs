using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Import;

/// <summary>
/// Archives as strangers might make them: refused in one sentence, and whatever happens, nothing is written but the folder that was asked
/// for, whole or not at all.
/// </summary>
public sealed class HostileArchiveTests : IDisposable
{
    private static readonly byte[] s_picture = PixelCodec.EncodePng(DrawnPictures.Random(9, 9));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Bob/../../evil.png")]
    [InlineData("../evil.png")]
    [InlineData("/evil.png")]
    [InlineData("//evil.png")]
    [InlineData("C:evil.png")]
    [InlineData("..\\evil.png")]
    [InlineData("Bob/..")]
    [InlineData("Bob/new\nline.png")]
    [InlineData("Bob/esc\u001b[2J.png")]
    public void Names_that_are_no_names_are_refused(string name)
    {
        Refused(Zip((name, s_picture)));
        Refused(Tar((name, s_picture)));
    }

    [Theory]
    [InlineData(256, false)]
    [InlineData(255, true)]
    [InlineData(60_000, false)]
    public void Names_that_no_file_can_have_are_refused(int bytes, bool isGood)
    {
        string name = "Bob/" + new string('ü', (bytes - 4) / 2) + (bytes % 2 == 1 ? "x" : "") + ".png";
        foreach (string archive in new[] { Zip((name, s_picture), ("Al/1.png", s_picture)),
            Tar((name, s_picture), ("Al/1.png", s_picture)) })
        {
            if (isGood)
            {
                Assert.Equal(2, DatasetImporter.Import(Options(archive)).Images);
                Directory.Delete(_folder.At("out"), recursive: true);
            }
            else
            {
                Assert.InRange(Refused(archive).Length, 1, 600);
            }
        }
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void A_link_that_a_later_file_would_be_written_through_is_refused(TarEntryType type)
    {
        string target = _folder.Write("target.txt", "mine"u8.ToArray()), archive = _folder.At("a.tar");
        using (var tar = new TarWriter(File.Create(archive)))
        {
            var link = new PaxTarEntry(type, "Bob");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            {
                link.LinkName = target;
            }

            tar.WriteEntry(link);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "Bob/1.png") { DataStream = new MemoryStream(s_picture) });
        }

        Refused(archive);
        Assert.Equal("mine", File.ReadAllText(target));
    }

    [Theory]
    [InlineData(0xA1FF)]
    [InlineData(0x1180)]
    [InlineData(0x21B6)]
    [InlineData(0x61B6)]
    [InlineData(0xC1B6)]
    public void What_is_no_plain_file_in_a_zip_is_refused(int mode)
    {
        string archive = _folder.At("a.zip");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry("Bob/1.png");
            entry.ExternalAttributes = mode << 16;
            using var stream = entry.Open();
            stream.Write("/etc/hostname"u8);
        }

        Refused(archive);
    }

    [Fact]
    public void The_same_bytes_under_many_names_are_a_bomb()
    {
        byte[] zip = File.ReadAllBytes(Zip(("Bob/000000.png", new byte[4 << 20])));
        int directory = zip.AsSpan().IndexOf("PK\x01\x02"u8), end = zip.AsSpan().IndexOf("PK\x05\x06"u8);
        const int NumberAt = 46 + 4;
        byte[][] entries = [.. Enumerable.Range(0, 200).Select(i =>
        {
            byte[] entry = zip[directory..end];
            Encoding.ASCII.GetBytes($"{i:D6}", entry.AsSpan(NumberAt));
            return entry;
        })];
        byte[] tail = [.. zip[end..]];
        BitConverter.TryWriteBytes(tail.AsSpan(8), (short)200);
        BitConverter.TryWriteBytes(tail.AsSpan(10), (short)200);
        BitConverter.TryWriteBytes(tail.AsSpan(12), entries.Sum(entry => entry.Length));
        Assert.Contains("bomb", Refused(_folder.Write("many.zip", [.. zip[..directory], .. entries.SelectMany(entry => entry), .. tail])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_unpacks_to_more_than_it_says_is_refused()
    {
        byte[] zip = File.ReadAllBytes(Zip(("Bob/1.png", new byte[4 << 20])));
        int directory = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        foreach (int at in new[] { 22, directory + 24 })
        {
            BitConverter.TryWriteBytes(zip.AsSpan(at), 10);
        }

        try
        {
            DatasetImporter.Import(Options(_folder.Write("liar.zip", zip)));
            Assert.Equal(
                10, Directory.GetFiles(_folder.At("out"), "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length));
        }
        catch (DataSetException)
        {
            Assert.False(Path.Exists(_folder.At("out")));
        }
    }

    [Theory]
    [InlineData('L')]
    [InlineData('K')]
    [InlineData('x')]
    [InlineData('g')]
    [InlineData('0')]
    public void A_tar_that_claims_gigabytes_it_does_not_have_is_refused(char type)
    {
        foreach (long size in new[] { 7_000_000_000, 1_900_000_000, 77_000_000, 5_000 })
        {
            byte[] header = new byte[512];
            "Bob/1.png"u8.CopyTo(header);
            Encoding.ASCII.GetBytes($"0000644\00000000\00000000\0{Convert.ToString(size, 8).PadLeft(11, '0')}\000000000000\0        {type}")
                .CopyTo(header, 100);
            "ustar\000"u8.CopyTo(header.AsSpan(257));
            Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
            long before = GC.GetTotalAllocatedBytes();
            Refused(_folder.Write("claims.tar", [.. header, .. new byte[2048]]));
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100L << 20);
        }
    }

    [Fact]
    public void Cut_archives_are_refused_wherever_they_are_cut()
    {
        (string, byte[])[] people = [.. Enumerable.Range(0, 6).Select(i => ($"Person_{i}/1.png", s_picture))];
        foreach (string archive in new[] { Zip(people), Tar(people), PlainTar(people) })
        {
            // The end of a tar is nothing but zeros, of which one block is enough, and their checksum.
            byte[] file = File.ReadAllBytes(archive);
            int whole = Path.GetExtension(archive) switch { ".tar" => file.Length - 512, ".tgz" => file.Length - 40, _ => file.Length };
            for (int part = 0; part < 60; part++)
            {
                Refused(_folder.Write("cut" + Path.GetExtension(archive), file[..(whole * part / 60)]));
            }
        }
    }

    [Fact]
    public void Mutated_archives_come_in_whole_or_not_at_all()
    {
        (string, byte[])[] people = [.. Enumerable.Range(0, 4).Select(i => ($"Person_{i}/1.png", s_picture))];
        string[] archives = [Zip(people), Tar(people), PlainTar(people)];
        var random = new Random(8);
        int refused = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] file = File.ReadAllBytes(archives[i % 3]);
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            string archive = _folder.Write("mutated", file);
            try
            {
                int images = DatasetImporter.Import(Options(archive)).Images;
                Assert.Equal(images, Directory.GetFiles(_folder.At("out"), "*", SearchOption.AllDirectories).Length);
                Directory.Delete(_folder.At("out"), recursive: true);
            }
            catch (DataSetException error)
            {
                refused++;
                Assert.DoesNotContain('\n', error.Message);
            }

            Assert.Equal(
                ["a.tar", "a.tgz", "a.zip", "mutated"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
        }

        Assert.InRange(refused, 100, 599);
    }

    [Fact]
    public void A_folder_beside_the_target_that_somebody_may_want_is_left_alone()
    {
        string kept = _folder.Write("out.partial/mine.txt", "mine"u8.ToArray());
        Assert.Contains(
            "out.partial", Assert.Throws<DataSetException>(() => DatasetImporter.Import(Options(Zip(("Bob/1.png", s_picture))))).Message,
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(kept));
        Assert.False(Path.Exists(_folder.At("out")));
    }

    [Fact]
    public void A_fifo_is_neither_opened_as_an_archive_nor_in_a_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "FIFOs are of Unix.");
        _folder.Write("people/Bob/1.png", s_picture);
        Assert.Equal(0, MakeFifo(Encoding.UTF8.GetBytes(_folder.At("people/Bob/2.png") + "\0"), 0x1B6));
        Assert.Equal(0, MakeFifo(Encoding.UTF8.GetBytes(_folder.At("fifo.zip") + "\0"), 0x1B6));

        Assert.Equal(2, DatasetImporter.Import(Options(_folder.At("people"))).Images);
        Assert.Equal(s_picture.Length,
            Directory.GetFiles(_folder.At("out"), "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length));
        Directory.Delete(_folder.At("out"), recursive: true);
        Refused(_folder.At("fifo.zip"));
    }

    private ImportOptions Options(string source) => new() { Source = source, Out = _folder.At("out") };

    private string Refused(string source)
    {
        string[] before = Everything();
        string message = Assert.Throws<DataSetException>(() => DatasetImporter.Import(Options(source))).Message;
        Assert.Equal(before, Everything());
        return message;
    }

    private string[] Everything() =>
        [.. Directory.GetFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private string Zip(params (string Name, byte[] Data)[] files)
    {
        string path = _folder.At("a.zip");
        File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, data) in files)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(data);
        }

        return path;
    }

    private string Tar(params (string Name, byte[] Data)[] files)
    {
        string path = _folder.At("a.tgz");
        using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        Write(packed, files);
        return path;
    }

    private string PlainTar(params (string Name, byte[] Data)[] files)
    {
        string path = _folder.At("a.tar");
        using var file = File.Create(path);
        Write(file, files);
        return path;
    }

    private static void Write(Stream stream, (string Name, byte[] Data)[] files)
    {
        using var tar = new TarWriter(stream, leaveOpen: true);
        foreach (var (name, data) in files)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(data) });
        }
    }

    [DllImport("libc", EntryPoint = "mkfifo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFifo(byte[] path, uint mode);
}
