using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Folders;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("archive/lfw/")]
    public void Splits_with_class_folders_are_taken_as_they_are(string around)
    {
        _folder.WriteAll(
            $"{around}train/b/2.png", $"{around}train/a/1.JPG", $"{around}val/a/3.jpeg", $"{around}test/c/4.webp", $"{around}test/c/5.bmp");
        var index = ImageFolder.Scan(_folder.Root, 0);
        Assert.Equal([new($"{around}train/a/1.JPG", "a"), new($"{around}train/b/2.png", "b")], index.Train);
        Assert.Equal([new($"{around}val/a/3.jpeg", "a")], index.Val);
        Assert.Equal([new($"{around}test/c/4.webp", "c"), new($"{around}test/c/5.bmp", "c")], index.Test);
        Assert.Equal(["a", "b", "c"], index.Classes);
    }

    [Fact]
    public void Splits_without_class_folders_are_taken_as_they_are()
    {
        _folder.WriteAll("train/1.png", "train/2.png", "validation/3.png", "test/4.png", "notes.txt", "stray.png");
        var index = ImageFolder.Scan(_folder.Root, 0);
        Assert.Equal((2, 1, 1), (index.Train.Count, index.Val.Count, index.Test.Count));
        Assert.Empty(index.Classes);
    }

    [Fact]
    public void Without_val_a_twentieth_of_train_is_set_apart()
    {
        _folder.WriteAll([.. Enumerable.Range(0, 100).Select(i => $"train/{i}.png"), "test/x.png"]);
        var index = ImageFolder.Scan(_folder.Root, 3);
        Assert.Equal((95, 5, 1), (index.Train.Count, index.Val.Count, index.Test.Count));
        Assert.Equal(100, index.Train.Concat(index.Val).Distinct().Count());
        Assert.NotEqual(index.Val, ImageFolder.Scan(_folder.Root, 4).Val);
    }

    [Fact]
    public void Files_are_split_90_5_5_from_the_seed()
    {
        _folder.WriteAll([.. Enumerable.Range(0, 200).Select(i => $"{i:D3}.jpg")]);
        DatasetIndex index = ImageFolder.Scan(_folder.Root, 1), again = ImageFolder.Scan(_folder.Root, 1),
        other = ImageFolder.Scan(_folder.Root, 2);
        Assert.Equal((180, 10, 10), (index.Train.Count, index.Val.Count, index.Test.Count));
        Assert.Equal(200, index.Train.Concat(index.Val).Concat(index.Test).Distinct().Count());
        Assert.Equal(index.ToJson(), again.ToJson());
        Assert.NotEqual(index.ToJson(), other.ToJson());
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(19, false)]
    public void From_20_classes_on_no_class_is_in_two_parts(int classes, bool whole)
    {
        _folder.WriteAll([.. Enumerable.Range(0, 10 * classes).Select(i => $"person-{i % classes}/{i}.jpg")]);
        Directory.CreateDirectory(_folder.At("empty-folder"));
        var index = ImageFolder.Scan(_folder.Root, 5);
        Assert.Equal(10, index.Val.Count);
        Assert.Equal(10, index.Test.Count);
        var train = index.Train.Select(entry => entry.Class).ToHashSet();
        Assert.Equal(whole, !index.Val.Concat(index.Test).Any(entry => train.Contains(entry.Class)));
        Assert.Equal(classes, index.Classes.Count);
    }

    [Fact]
    public void Folders_around_the_classes_are_descended_beside_other_files()
    {
        _folder.WriteAll("people.csv", "lfw-deepfunneled/pairs.csv", "lfw-deepfunneled/lfw-deepfunneled/A/1.jpg",
            "lfw-deepfunneled/lfw-deepfunneled/B/2.jpg", "lfw-deepfunneled/lfw-deepfunneled/B/3.jpg");
        var index = ImageFolder.Scan(_folder.Root, 0);
        Assert.Equal(3, index.Count);
        Assert.Equal(["A", "B"], index.Classes);
    }

    [Fact]
    public void A_class_called_test_makes_no_split()
    {
        _folder.WriteAll("test/1.png", "other/2.png", "third/3.png");
        Assert.Equal(["other", "test", "third"], ImageFolder.Scan(_folder.Root, 0).Classes);
    }

    [Fact]
    public void Links_and_hidden_files_are_left_out()
    {
        _folder.WriteAll("a/1.png", "a/._2.png", ".hidden/3.png", "__MACOSX/4.png", "b/5.png", "b/6.png");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(_folder.At("loop"), _folder.Root);
            File.CreateSymbolicLink(_folder.At("a/link.png"), _folder.At("a/1.png"));
        }
        var index = ImageFolder.Scan(_folder.Root, 0);
        Assert.Equal(
            ["a/1.png", "b/5.png", "b/6.png"], index.Train.Concat(index.Val).Concat(index.Test).Select(entry => entry.Path).Order());
    }

    [Fact]
    public void A_folder_without_pictures_is_named()
    {
        string missing = _folder.At("missing"), file = _folder.Write("notes.txt", [1]);
        Assert.Contains(missing, Assert.Throws<DataSetException>(() => ImageFolder.Scan(missing, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("is a file", Assert.Throws<DataSetException>(() => ImageFolder.Scan(file, 0)).Message, StringComparison.Ordinal);
        Assert.Contains(
            _folder.Root, Assert.Throws<DataSetException>(() => ImageFolder.Scan(_folder.Root, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_survives_its_file()
    {
        _folder.WriteAll("train/a/ü \"1\".png", "train/b/2.png", "val/b/3.png", "test/4.png");
        DatasetIndex index = ImageFolder.Scan(_folder.Root, 0), read = DatasetIndex.FromJson(index.ToJson(), _folder.Root);
        Assert.Equal(index.Train, read.Train);
        Assert.Equal(index.Val, read.Val);
        Assert.Equal(index.Test, read.Test);
        Assert.DoesNotContain(_folder.Root, index.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"version\": 1}")]
    [InlineData("{\"version\": 2, \"train\": [], \"val\": [], \"test\": []}")]
    [InlineData("{\"version\": 1, \"train\": [{\"path\": \"../secret.png\"}], \"val\": [], \"test\": []}")]
    [InlineData("{\"version\": 1, \"train\": [{\"path\": \"/etc/secret.png\"}], \"val\": [], \"test\": []}")]
    [InlineData("{\"version\": 1, \"train\": [{\"path\": 3}], \"val\": [], \"test\": []}")]
    public void A_damaged_split_is_refused(string json) => Assert.Throws<DataSetException>(() => DatasetIndex.FromJson(json, _folder.Root));
}
