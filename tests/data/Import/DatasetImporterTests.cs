using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Import;

public sealed class DatasetImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("zip")]
    [InlineData("tgz")]
    [InlineData("tar")]
    [InlineData("folder")]
    public void Every_source_is_divided_by_person(string kind)
    {
        string source = Source(kind, People(30));
        var reports = new List<(int, int)>();

        var result = DatasetImporter.Import(Options(source), (ready, total) => reports.Add((ready, total)));

        Assert.Equal((60, 60, 30, 0), (result.Images, result.Train + result.Val + result.Test, result.People, result.LeftOut));
        var index = ImageFolder.Scan(_folder.At("out"), 0);
        Assert.Equal((result.Train, result.Val, result.Test), (index.Train.Count, index.Val.Count, index.Test.Count));
        Assert.True(index.Val.Count >= 2 && index.Test.Count >= 2);
        HashSet<string>[] people =
            [.. new[] { index.Train, index.Val, index.Test }.Select(part => part.Select(entry => entry.Class!).ToHashSet())];
        Assert.Equal(30, people.Sum(part => part.Count));
        Assert.Equal("person 7, picture 1",
            File.ReadAllText(Directory.GetFiles(_folder.At("out"), "Person_07_0001.jpg", SearchOption.AllDirectories).Single()));
        Assert.Empty(Directory.GetFiles(_folder.At("out"), "*.csv", SearchOption.AllDirectories));
        Assert.Equal((60, 60), reports[^1]);
    }

    [Fact]
    public void The_seed_decides_the_split()
    {
        string source = Source("zip", People(30));
        string Split(ulong seed, string name)
        {
            DatasetImporter.Import(Options(source) with { Seed = seed, Out = _folder.At(name) });
            return string.Join(',', Directory.GetDirectories(_folder.At(name + "/test")).Select(Path.GetFileName).Order());
        }

        Assert.Equal(Split(1, "a"), Split(1, "b"));
        Assert.NotEqual(Split(1, "c"), Split(2, "d"));
    }

    [Fact]
    public void Official_lists_say_who_is_where()
    {
        string source = Source("tgz", People(30));
        string train = _folder.Write(
            "train.txt", Encoding.UTF8.GetBytes("24\n" + string.Concat(Enumerable.Range(0, 24).Select(i => $"Person_{i:D2}\t2\n"))));
        string test = _folder.Write("test.txt", Encoding.UTF8.GetBytes("2\nPerson_28\t2\nPerson_29\t2\n"));

        var result = DatasetImporter.Import(Options(source) with { TrainPeople = train, TestPeople = test });

        Assert.Equal((52, 46, 2, 4, 8), (result.Images, result.Train, result.Val, result.Test, result.LeftOut));
        Assert.Equal(["Person_28", "Person_29"], Directory.GetDirectories(_folder.At("out/test")).Select(Path.GetFileName).Order());
        Assert.Throws<DataSetException>(
            () => DatasetImporter.Import(Options(source) with { Out = _folder.At("x"), TrainPeople = train, TestPeople = train }));
        File.WriteAllText(test, "3\nPerson_28\t2\n");
        Assert.Throws<DataSetException>(
            () => DatasetImporter.Import(Options(source) with { Out = _folder.At("x"), TrainPeople = train, TestPeople = test }));
    }

    [Theory]
    [InlineData("zip", "../../evil.jpg")]
    [InlineData("tgz", "../../evil.jpg")]
    [InlineData("zip", "/evil.jpg")]
    [InlineData("tar", "/evil.jpg")]
    [InlineData("zip", "a/../../evil/x.jpg")]
    [InlineData("zip", "C:/evil.jpg")]
    [InlineData("zip", "a\\..\\..\\evil.jpg")]
    [InlineData("tar", "../evil.txt")]
    public void A_path_that_leaves_the_folder_is_refused_and_nothing_is_written(string kind, string name)
    {
        string source = Source(kind, [.. People(3), (name, "evil")]);

        Refused(source, name);
        Assert.Empty(Directory.GetFiles(_folder.Root, "*evil*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    public void Links_and_devices_in_a_tar_are_refused(TarEntryType type)
    {
        string source = _folder.At("links.tar");
        using (var tar = new TarWriter(File.Create(source)))
        {
            var entry = new PaxTarEntry(type, "Bob/Bob_0001.jpg");
            if (type != TarEntryType.Fifo)
            {
                entry.LinkName = "/etc/passwd";
            }

            tar.WriteEntry(entry);
        }

        Refused(source, "Bob_0001.jpg");
    }

    [Fact]
    public void A_link_in_a_zip_is_refused()
    {
        string source = _folder.At("links.zip");
        using (var zip = ZipFile.Open(source, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry("Bob/Bob_0001.jpg");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write("/etc/passwd"u8);
        }

        Refused(source, "is a link");
    }

    [Fact]
    public void Bombs_are_refused()
    {
        foreach (string kind in new[] { "zip", "tgz" })
        {
            // 40 MB of zeros pack to 40 kB.
            Refused(Source(kind, [("Bob/Bob_0001.jpg", new string('\0', 40_000_000))]), "bomb");
        }

        string many = Source("zip", People(5));
        Assert.Contains(
            "entries", Assert.Throws<DataSetException>(() => DatasetImporter.Import(Options(many) with { MaxEntries = 9 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "unpacks", Assert.Throws<DataSetException>(() => DatasetImporter.Import(Options(many) with { MaxEntryBytes = 10 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_archive_or_is_cut_short_is_said()
    {
        byte[] tgz = File.ReadAllBytes(Source("tgz", People(40))), zip = File.ReadAllBytes(Source("zip", People(40)));

        Refused(_folder.At("missing.zip"), "missing.zip");
        Refused(_folder.Write("text.zip", Encoding.UTF8.GetBytes("no archive at all")), "is not a zip");
        Refused(_folder.Write("short.tgz", tgz[..(tgz.Length / 2)]), "damaged");
        Refused(_folder.Write("short.zip", zip[..(zip.Length / 2)]), "damaged");
        Refused(Source("zip", [("readme.txt", "no picture")]), "no picture");
        Refused(Source("zip", [("a/Bob/1.jpg", "1"), ("b/Bob/1.jpg", "2")]), "twice");
    }

    [Fact]
    public void A_stop_leaves_nothing()
    {
        string source = Source("zip", People(10));
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => DatasetImporter.Import(Options(source), (ready, _) =>
        {
            if (ready == 5)
            {
                stop.Cancel();
            }
        }, stop.Token));
        Assert.Equal([source], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Theory]
    [InlineData("tgz")]
    [InlineData("zip")]
    public void Names_that_mean_here_are_taken_and_what_is_left_out_is_said(string kind)
    {
        string source = Source(
            kind, [("./Ann/1.jpg", "1"), ("./Ann/./2.jpg", "2"), ("Bob//3.jpg", "3"), ("./Cid/4.jpg", "4"), ("./Cid/._4.jpg", ""),
                (".trash/5.jpg", ""), ("Cid/6.tif", "")]);
        var result = DatasetImporter.Import(Options(source));
        Assert.Equal((4, 3, 1), (result.Images, result.People, result.LeftOut));
        Assert.Equal("left out: 1 .tif, 1 hidden entry", result.Skipped.ToString());
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(19, true)]
    public void From_three_people_on_nobody_is_in_two_parts(int people, bool isApart)
    {
        var result = DatasetImporter.Import(Options(Source("zip", People(people))));
        Assert.Equal(2 * people, result.Images);
        var parts = new[] { "train", "val", "test" }.Select(part => Directory.Exists(_folder.At($"out/{part}"))
            ? Directory.GetDirectories(_folder.At($"out/{part}")).Select(Path.GetFileName).ToHashSet() : []).ToList();
        Assert.All(parts, part => Assert.NotEmpty(part));
        Assert.Equal(isApart, parts.Sum(part => part.Count) == people);
        Assert.Equal(isApart, result.Skipped.IsEmpty || !result.Skipped.ToString().Contains("two parts", StringComparison.Ordinal));
    }

    [Fact]
    public void Parts_that_are_there_are_kept()
    {
        string source = Source(
            "zip", [("ds/Training/A/1.jpg", "t"), ("ds/Training/B/1.jpg", "t"), ("ds/Testing/A/1.jpg", "e"), ("ds/valid/2.jpg", "v"),
                ("ds/old/A/3.jpg", "x")]);
        var result = DatasetImporter.Import(Options(source));
        Assert.Equal((4, 2, 1, 1, 1), (result.Images, result.Train, result.Val, result.Test, result.LeftOut));
        Assert.Equal("e", File.ReadAllText(_folder.At("out/test/A/1.jpg")));
        Assert.Equal("t", File.ReadAllText(_folder.At("out/train/A/1.jpg")));
        Assert.Equal("v", File.ReadAllText(_folder.At("out/val/2.jpg")));
    }

    [Fact]
    public void Backslashes_stand_between_names_in_zips_by_windows()
    {
        var result = DatasetImporter.Import(
            Options(Source("zip", [(@"lfw\Ann\1.jpg", "1"), (@"lfw\Bob\2.jpg", "2"), (@"lfw\Cid\3.jpg", "3")])));
        Assert.Equal((3, 3), (result.Images, result.People));
    }

    [Theory]
    [InlineData(true, "does not have its checksum")]
    [InlineData(false, "is encrypted")]
    public void A_damaged_or_encrypted_zip_is_refused(bool isDamaged, string said)
    {
        string source = Source("zip", People(3));
        byte[] zip = File.ReadAllBytes(source);
        foreach (var (mark, flags, crc) in ((byte[], int, int)[])[("PK\x03\x04"u8.ToArray(), 6, 14), ("PK\x01\x02"u8.ToArray(), 8, 16)])
        {
            int at = zip.AsSpan().IndexOf(mark);
            at += mark[2] == 1 ? zip.AsSpan(at + 1).IndexOf(mark) + 1 : 0;
            zip[at + (isDamaged ? crc : flags)] ^= 1;
        }

        Refused(_folder.Write("bad.zip", zip), said);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_is_there_stays_what_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes and links are those of Unix.");
        string source = Source("zip", People(3)), real = _folder.At("real");
        Directory.CreateDirectory(real, (UnixFileMode)0b111_000_000);
        Directory.CreateSymbolicLink(_folder.At("out"), real);
        Assert.Equal(6, DatasetImporter.Import(Options(source)).Images);
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(real));
        Assert.Equal(["test", "train", "val"], Directory.GetFileSystemEntries(real).Select(Path.GetFileName).Order());
        Assert.Equal(real, new DirectoryInfo(_folder.At("out")).LinkTarget);
    }

    private static (string Name, string Text)[] People(int count) =>
    [
        ("lfw-deepfunneled/pairs.csv", "name,imagenum1"),
        .. Enumerable.Range(0, count).SelectMany(person => Enumerable.Range(1, 2).Select(picture =>
            ($"lfw-deepfunneled/lfw-deepfunneled/Person_{person:D2}/Person_{person:D2}_{picture:D4}.jpg",
                $"person {person}, picture {picture}"))),
    ];

    private ImportOptions Options(string source) => new() { Source = source, Out = _folder.At("out") };

    private void Refused(string source, string said)
    {
        Assert.Contains(
            said, Assert.Throws<DataSetException>(() => DatasetImporter.Import(Options(source))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("out")) || Directory.Exists(_folder.At("out.partial")));
    }

    private string Source(string kind, (string Name, string Text)[] files)
    {
        string path = _folder.At("source." + kind);
        switch (kind)
        {
            case "folder":
                foreach (var (name, text) in files)
                {
                    _folder.Write($"source.folder/{name}", Encoding.UTF8.GetBytes(text));
                }

                break;
            case "zip":
                using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
                {
                    foreach (var (name, text) in files)
                    {
                        using var entry = zip.CreateEntry(name).Open();
                        entry.Write(Encoding.UTF8.GetBytes(text));
                    }
                }

                break;
            default:
                using (var file = File.Create(path))
                using (Stream packed = kind == "tgz" ? new GZipStream(file, CompressionLevel.Optimal) : file)
                using (var tar = new TarWriter(packed))
                {
                    foreach (var (name, text) in files)
                    {
                        tar.WriteEntry(
                            new PaxTarEntry(
                                TarEntryType.RegularFile, name)
                            { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
                    }
                }

                break;
        }

        return path;
    }
}
