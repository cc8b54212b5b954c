using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Folders;

/// <summary>A scan says what it did not take, and takes what is a picture by any usual name.</summary>
public sealed class LeftOutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(), _outside = new();
    private readonly byte[] _png = PixelCodec.EncodePng(DrawnPictures.Random(9, 9)), _jpeg = DrawnPictures.Jpeg();

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    [Fact]
    public void Endings_hidden_files_links_and_folders_are_counted_in_one_line()
    {
        Fill("train/a.png", "train/b.JFIF", "train/c.jpe", "train/d.JPG", "train/e.dib", "test/f.png", "old/g.png", "old/h.png");
        Fill("train/1.tif", "train/2.TIF", "train/notes.txt", "train/.hidden.png");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        File.CreateSymbolicLink(_folder.At("train/link.png"), _folder.At("train/a.png"));
        _outside.Write("v.png", _png);
        Directory.CreateSymbolicLink(_folder.At("val"), _outside.Root);

        var index = ImageFolder.Scan(_folder.Root, 0);

        Assert.Equal(6, index.Count);
        Assert.Equal(
            "left out: 2 .tif, 1 .txt, 2 links (--follow-links takes them), 1 hidden entry, folder old (2 pictures)",
            index.LeftOut.ToString());
        Assert.Equal((2, 1, 0, 2), (index.LeftOut.Links, index.LeftOut.Hidden, index.LeftOut.Beside, index.LeftOut.Folders["old"]));
        Assert.Single(ImageFolder.Scan(_folder.Root, 0, followLinks: true).Val);
    }

    [Fact]
    public void Without_an_ending_the_content_decides()
    {
        _folder.Write("ab12cd", _png);
        _folder.Write("ab12ce", _jpeg);
        _folder.Write("README", "no picture"u8.ToArray());
        _folder.Write("empty", []);
        var index = ImageFolder.Scan(_folder.Root, 0);
        Assert.Equal(["ab12cd", "ab12ce"], index.Train.Concat(index.Val).Concat(index.Test).Select(entry => entry.Path));
        Assert.Equal("left out: 2 without an extension", index.LeftOut.ToString());
    }

    [Fact]
    public void What_systems_and_clouds_leave_is_no_data_and_not_worth_a_word()
    {
        Fill("a/1.png", "a/._1.png", "a/Thumbs.db", "a/.DS_Store", "a/desktop.ini", "__MACOSX/a/1.png", "lost+found/2.png",
            "@eaDir/1.png/SYNO.jpg",
            "$RECYCLE.BIN/3.png", "System Volume Information/4.png", "#recycle/5.png");
        var index = ImageFolder.Scan(_folder.Root, 0);
        Assert.Equal(["a/1.png"], index.Train.Select(entry => entry.Path));
        Assert.True(index.LeftOut.IsEmpty, index.LeftOut.ToString());
    }

    [Fact]
    public void Where_there_is_no_picture_what_there_is_is_named()
    {
        Fill("s1/1.tif", "s1/2.tif", "s2/1.tif");
        string message = Assert.Throws<DataSetException>(() => ImageFolder.Scan(_folder.Root, 0)).Message;
        Assert.Contains("left out: 3 .tif", message, StringComparison.Ordinal);
        Assert.Contains("JPEG, PNG, WebP", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatasetSplit.Val)]
    [InlineData(DatasetSplit.Test)]
    public void A_folder_without_parts_can_be_all_of_one(DatasetSplit part)
    {
        Fill("a/1.png", "a/2.png", "b/3.png");
        var options = new DatasetOptions { WholeAs = part };
        Assert.Equal((3, 3), (Dataset.Open(_folder.Root, options).Index[part].Count, Dataset.Open(_folder.Root, options).Index.Count));
        Fill("train/4.png", "test/5.png");
        Directory.Delete(_folder.At("a"), recursive: true);
        Directory.Delete(_folder.At("b"), recursive: true);
        Assert.Equal((1, 1), (Dataset.Open(_folder.Root, options).Index.Train.Count, Dataset.Open(_folder.Root, options).Index.Test.Count));
    }

    [Fact]
    public void A_scan_can_be_stopped()
    {
        Fill("a/1.png");
        Assert.ThrowsAny<OperationCanceledException>(
            () => Dataset.Open(_folder.Root, new DatasetOptions(), new CancellationToken(canceled: true)));
    }

    private void Fill(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            _folder.Write(path, _png);
        }
    }
}
