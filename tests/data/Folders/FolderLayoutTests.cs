using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Folders;

namespace ILGpuAutoencoders.Tests.Data.Folders;

/// <summary>Which part a picture is in, by the names of the folders around it: layouts that people unpack.</summary>
public sealed class FolderLayoutTests
{
    /// <summary>Paths, and the parts of train, val and test as pictures are named: t*, v* and e*; pictures named x* are left out.</summary>
    public static TheoryData<string> Layouts { get; } =
    [
        "Training/a/t1, Testing/a/e1",
        "training/t1, validation/v1, evaluation/e1",
        "train/t1, dev/v1, test/e1",
        "TRAIN/t1, Valid/v1, TEST/e1",
        "train/t1, val/v1, dev/x1, test/e1",
        "seg_train/seg_train/sea/t1, seg_test/seg_test/sea/e1, seg_pred/seg_pred/x1",
        "train_images/t1, test_images/e1",
        "Training Set/t1, Test Set/e1",
        "training_set/cats/t1, test_set/cats/e1",
        "trainset/t1, testset/e1",
        "train2017/t1, val2017/v1, test2017/e1",
        "DIV2K_train_HR/t1, DIV2K_valid_HR/v1",
        "train/t1, hold_out/e1",
        "train/t1, train_cleaned/x1, test/e1",
        "train/t1, train_masks/x1",
        "train/t1, extra/x1, test/e1",
        "images/train/t1, images/val/v1, masks/train/x1, masks/val/x2",
        "images/train/t1, images/val/v1, labels/train/x1",
        "train/images/t1, train/masks/x1, val/images/v1, val/masks/x2",
        "leftImg8bit/train/ulm/t1, leftImg8bit/val/bonn/v1, gtFine/train/ulm/x1",
        "set/bottle/train/good/t1, set/bottle/test/good/e1, set/bottle/test/broken/e2, set/bottle/ground_truth/broken/x1",
        "bottle/train/good/t1, bottle/test/good/e1, cable/train/good/t2, cable/test/bent/e2",
        "a/b/c/train/t1, a/b/c/test/e1",
        "archive/train/t1, archive/stray/x1, archive/test/e1",
        "train/t1, test/e1, x1",
        "test/e1",
        "val/v1, test/e1",
    ];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Parts_are_found_whatever_they_are_called(string layout)
    {
        var leftOut = new LeftOut();
        string[] pictures = layout.Split(", ");
        var (parts, all) = FolderLayout.Of(pictures, leftOut);
        Assert.NotNull(parts);
        Assert.Empty(all);
        for (int part = 0; part < 3; part++)
        {
            string[] expected = [.. pictures.Where(picture => Path.GetFileName(picture)[0] == "tve"[part]).Order(StringComparer.Ordinal)];
            Assert.Equal(expected, (parts[part] ?? []).Select(entry => entry.Path));
        }
        Assert.Equal(pictures.Count(picture => Path.GetFileName(picture)[0] == 'x'), leftOut.Pictures);
    }

    [Theory]
    [InlineData("train/1 car/2 bus/3", "bus car train")]
    [InlineData("test/1 other/2 third/3", "other test third")]
    [InlineData("dev/1 Ann/2", "Ann dev")]
    [InlineData("train_station/1 bus_stop/2", "bus_stop train_station")]
    [InlineData("Val_Kilmer/1 Ann_Dev/2", "Ann_Dev Val_Kilmer")]
    [InlineData("images/cat/1 images/dog/2 masks/cat/3", "cat dog")]
    [InlineData("lfw/lfw/A/1 lfw/lfw/B/2", "A B")]
    public void Classes_may_be_called_as_parts_are(string layout, string classes)
    {
        var (parts, all) = FolderLayout.Of(layout.Split(' '), new LeftOut());
        Assert.Null(parts);
        Assert.Equal(classes.Split(' '), all.Select(entry => entry.Class!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_decided_is_said()
    {
        var leftOut = new LeftOut();
        FolderLayout.Of(["train/1.png", "car/2.png"], leftOut);
        Assert.Equal("folder train is treated as a class, like the folders beside it", leftOut.ToString());
        leftOut = new LeftOut();
        FolderLayout.Of(["train/1.png", "test/2.png", "test/3.png", "old/4.png", "old/5.png", "6.png"], leftOut);
        Assert.Equal("left out: 1 picture beside the folders, folder old (2 pictures)", leftOut.ToString());
    }
}
