using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Data.Folders;

/// <summary>A folder as a stranger might make it. What is opened without being asked for would be a FIFO: the tests would hang.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private static readonly byte[] s_latinName = [0xE9, .. ".png"u8, 0];

    private readonly TemporaryFolder _folder = new(), _outside = new();
    private readonly byte[] _picture = PixelCodec.EncodePng(DrawnPictures.Random(20, 20));

    public void Dispose()
    {
        // No text names the file whose name is no UTF-8.
        if (!OperatingSystem.IsWindows() && Directory.Exists(_folder.At("b")))
        {
            _ = RemoveFile([.. Encoding.UTF8.GetBytes(_folder.At("b/")), .. s_latinName]);
        }

        _folder.Dispose();
        _outside.Dispose();
    }

    [Fact]
    public void Nothing_outside_the_folder_is_opened_and_every_picture_is_counted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The names and links are those of Unix.");
        string[] good = MakeTree();

        var index = ImageFolder.Scan(_folder.Root, 0);

        // Beside the good ones: the empty file, the FIFO, and one whose name is no UTF-8.
        Assert.Equal(good.Length + 3, index.Count);
        Assert.Empty(good.Except(All(index).Select(entry => entry.Path)));
        var (pictures, bad) = LoadAll(index);
        Assert.Equal(good.Order(StringComparer.Ordinal), pictures.Order(StringComparer.Ordinal));
        Assert.Equal(3, bad.Count);
        Assert.Equal(2, bad.Count(picture => picture.Problem == "the file is empty"));
        Assert.Contains("\uFFFD", bad.Single(picture => picture.Problem != "the file is empty").Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_are_followed_where_that_is_asked_for_and_every_folder_is_entered_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        string[] good = MakeTree();

        var index = ImageFolder.Scan(_folder.Root, 0, followLinks: true);

        // The link to the file outside, and the two files of the folder outside, one of which leads back.
        Assert.Equal(good.Length + 3 + 3, index.Count);
        var (pictures, bad) = LoadAll(index, followLinks: true);
        Assert.Equal(good.Length + 3, pictures.Count);
        Assert.Equal(3, bad.Count);
        Assert.Contains("a/outside.png", pictures);
        Assert.Contains("b/elsewhere/1.png", pictures);
    }

    [Fact]
    public void A_folder_that_holds_nothing_but_a_link_to_itself_is_not_descended_without_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        Directory.CreateSymbolicLink(_folder.At("self"), _folder.Root);
        Assert.Throws<DataSetException>(() => ImageFolder.Scan(_folder.Root, 0));
        Assert.Throws<DataSetException>(() => ImageFolder.Scan(_folder.Root, 0, followLinks: true));
    }

    [Fact]
    public void A_split_cannot_lead_out_over_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        _folder.Write("train/1.png", _picture);
        _outside.Write("secret.png", _picture);
        Directory.CreateSymbolicLink(_folder.At("way"), _outside.Root);
        var index = DatasetIndex.FromJson(
            """{"version": 1, "train": [{"path": "train/1.png"}, {"path": "way/secret.png"}], "val": [], "test": []}""", _folder.Root);

        var (pictures, bad) = LoadAll(index);
        Assert.Equal(["train/1.png"], pictures);
        Assert.Equal(new BadPicture("way/secret.png", "its path goes through a link, which is not followed"), Assert.Single(bad));
        Assert.Equal(2, LoadAll(index, followLinks: true).Pictures.Count);
    }

    [Fact]
    public void A_pattern_leaves_links_out_and_a_name_does_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        string file = _folder.Write("1.png", _picture), link = _folder.At("2.png");
        File.CreateSymbolicLink(link, _outside.Write("secret.png", _picture));
        Assert.Equal([file], ImageFolder.Matching(_folder.Root, "*.png"));
        Assert.Equal([file], ImageFolder.Pictures(_folder.Root, out _));
        Assert.Equal([link], ImageFolder.Pictures(link, out _));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void What_may_not_be_read_is_bad_or_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Permissions are those of Linux.");
        bool isRoot = Environment.IsPrivilegedProcess;
        Assert.SkipWhen(
            isRoot && !Programs.Find("setpriv"), "Root may read everything, and setpriv, which takes that right away, is not installed.");
        for (int i = 0; i < 4; i++)
        {
            _folder.Write($"a/{i}.png", _picture);
        }

        File.SetUnixFileMode(_folder.At("a/2.png"), UnixFileMode.None);
        string[] pixels =
            ["data", "pixels", "--data", _folder.Root, "--split", "train", "--image-size", "16", "--max-bad", "50%", "--json"];
        var run = Unprivileged([.. pixels, "--out", _outside.At("a.u8")]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("\"bad\":1", run.Output, StringComparison.Ordinal);
        Assert.Contains("a/2.png is left out: the file cannot be read", run.Error, StringComparison.Ordinal);

        Directory.CreateDirectory(_folder.At("b"), UnixFileMode.None);
        run = Unprivileged([.. pixels, "--out", _outside.At("b.u8")]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(_folder.At("b"), run.Error, StringComparison.Ordinal);
        Directory.Delete(_folder.At("b"));
    }

    private static (int ExitCode, string Output, string Error) Unprivileged(string[] args)
    {
        const string Rights = "-dac_override,-dac_read_search";
        string[] program = ["dotnet", Path.Combine(AppContext.BaseDirectory, "ilgpu-ae.dll"), .. args];
        string[] command =
            Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set", Rights, "--inh-caps", Rights, .. program] : program;
        return Programs.Start(command[0], command[1..], []);
    }

    private string[] MakeTree()
    {
        string longest = new string('n', 251) + ".png";
        string[] good =
        [
            "a/plain.png", "a/new\nline.png", "a/\u202Egnp.exe.png", "a/esc\u001b[2J.png", "a/quote\"'`$(x).png", "a/ü-日本.png",
            "a/" + longest, "a/-rf.png", "a/back\\slash.png",
            "b/1.png", "b/2.PNG", "b/deep/er/3.jpeg",
        ];
        foreach (string name in good)
        {
            _folder.Write(name, _picture);
        }

        _folder.Write("a/empty.png", []);
        _folder.Write("a/notes.txt", "no picture"u8.ToArray());
        Assert.Equal(0, MakeFifo(Encoding.UTF8.GetBytes(_folder.At("b/fifo.png") + "\0"), 0x1B6));
        Assert.Equal(0, MakeFifo(Encoding.UTF8.GetBytes(_folder.At("b/fifo.txt") + "\0"), 0x1B6));
        Rename(_folder.Write("b/latin.png", _picture), [.. Encoding.UTF8.GetBytes(_folder.At("b/")), .. s_latinName]);
        _outside.Write("elsewhere/1.png", _picture);
        _outside.Write("elsewhere/2.png", _picture);
        Directory.CreateSymbolicLink(_outside.At("elsewhere/back"), _folder.Root);
        Directory.CreateSymbolicLink(_folder.At("b/elsewhere"), _outside.At("elsewhere"));
        File.CreateSymbolicLink(_folder.At("a/outside.png"), _outside.Write("file.png", _picture));
        File.CreateSymbolicLink(_folder.At("a/dangling.png"), _folder.At("a/nothing.png"));
        File.CreateSymbolicLink(_folder.At("a/ring-1.png"), _folder.At("a/ring-2.png"));
        File.CreateSymbolicLink(_folder.At("a/ring-2.png"), _folder.At("a/ring-1.png"));
        Directory.CreateSymbolicLink(_folder.At("b/loop"), _folder.Root);
        Directory.CreateSymbolicLink(_folder.At("b/up"), "..");
        return good;
    }

    private static (List<string> Pictures, List<BadPicture> Bad) LoadAll(DatasetIndex index, bool followLinks = false)
    {
        var options = new PixelOptions { Size = 16, UseCache = false, MaxBadFraction = 1, FollowLinks = followLinks };
        var sets =
            new[] { DatasetSplit.Train, DatasetSplit.Val, DatasetSplit.Test }.Where(split => index[split].Count > 0).Select(
                split => Load(index, split, options)).ToList();
        return ([.. sets.SelectMany(set => set.Good)], [.. sets.SelectMany(set => set.Bad)]);
    }

    // A part of which every picture is bad is an error whatever the limit.
    private static (IEnumerable<string> Good, IEnumerable<BadPicture> Bad) Load(
        DatasetIndex index, DatasetSplit split, PixelOptions options)
    {
        try
        {
            var set = PixelCache.Load(index, split, options);
            return (set.Entries.Select(entry => entry.Path), set.Bad);
        }
        catch (DataSetException error)
        {
            return ([], error.Bad);
        }
    }

    private static IEnumerable<PictureEntry> All(DatasetIndex index) => index.Train.Concat(index.Val).Concat(index.Test);

    private static void Rename(string from, byte[] to) => Assert.Equal(0, RenameFile(Encoding.UTF8.GetBytes(from + "\0"), to));

    [DllImport("libc", EntryPoint = "mkfifo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFifo(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "rename")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameFile(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "remove")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RemoveFile(byte[] path);
}
