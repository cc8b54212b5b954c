using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Workbench.OneVsRest;

/// <summary>The classes of a data folder: what each is trained on, and the pictures that all are tested on.</summary>
internal sealed class ClassFolders
{
    private const string TrainName = "train", TestName = "test";

    private readonly IReadOnlyList<(string Name, string Path)> _test;
    private readonly TrainingOptions _training;

    private ClassFolders(
        IReadOnlyList<(string Name, string Path)> classes, IReadOnlyList<(string Name, string Path)> test, TrainingOptions training) =>
        (Classes, _test, _training) = (classes, test, training);

    /// <summary>The classes, in ordinal order, and the folder that each is trained on.</summary>
    internal IReadOnlyList<(string Name, string Path)> Classes { get; }

    /// <summary>Whether a folder names the pictures of test, so that they are the same for all seeds.</summary>
    internal bool HasTest => _test.Count > 0;

    /// <summary>Finds them.</summary>
    /// <param name="data">train/CLASS and test/CLASS; or CLASS and test/CLASS; or CLASS alone.</param>
    /// <param name="training">How pictures are read.</param>
    /// <param name="observer">Is told of folders that are left out; null for none.</param>
    /// <exception cref="DataSetException">The folder is missing, has fewer than two classes, or train without test.</exception>
    internal static ClassFolders Find(string data, TrainingOptions training, ITaskObserver? observer)
    {
        IReadOnlyList<(string Name, string Path)> In(string folder) =>
            [.. ImageFolder.Folders(folder, training.FollowLinks).Select(path => (Path.GetFileName(path), path))];
        var top = In(data);
        string? train = Named(top, TrainName), test = Named(top, TestName);
        if (train is not null && test is null)
        {
            throw new DataSetException(
                $"'{data}' has a folder {TrainName} and none called {TestName}; add {TestName}/CLASS, or name the folder of the classes "
                + $"itself, '{train}', each of which is split then.");
        }

        var classes = train is not null ? In(train) : [.. top.Where(each => each.Path != test)];
        if (classes.Count < 2)
        {
            throw new DataSetException(
                $"'{train ?? data}' holds {Quantity.Of(classes.Count, "class folder")}; one class against the rest takes 2 or more.");
        }

        if (train is not null && top.Where(each => each.Path != train && each.Path != test).ToList() is { Count: > 0 } beside)
        {
            observer?.Warned(
                $"'{data}': left out: {string.Join(", ", beside.Select(each => $"folder {each.Name}"))}; classes are trained on "
                + $"{TrainName}, a part of which sets the thresholds, and tested on {TestName}.");
        }

        var tests = test is null ? [] : In(test);
        return classes.FirstOrDefault(each => tests.Count > 0 && !tests.Any(other => other.Name == each.Name)) is { Name: { } missing }
            ? throw new DataSetException($"'{test}' has no folder {missing}, a class that '{train ?? data}' has; add it.")
            : test is not null && tests.Count == 0
                ? throw new DataSetException($"'{test}' holds no class folders; put the pictures of each class into {TestName}/CLASS.")
                : new ClassFolders(classes, tests, training);
    }

    /// <summary>The number of pictures that a class is trained on, calibrated on and, without a folder test, tested on.</summary>
    /// <param name="path">The folder of the class.</param>
    /// <param name="seed">Of the split.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <exception cref="DataSetException">The folder cannot be used, or has too few pictures.</exception>
    internal DatasetIndex IndexOf(string path, ulong seed, CancellationToken cancellation)
    {
        var index = Open(path, seed, null, cancellation).Index;
        string test = HasTest ? "" : $" and {index.Test.Count} in {TestName}";
        return index.Train.Count >= 2 && index.Val.Count >= 1 && (HasTest || index.Test.Count >= 1)
            ? index
            : throw new DataSetException(
                $"The class folder '{path}' has too few pictures: {index.Train.Count} in {TrainName}, {index.Val.Count} in val{test}; 4 "
                + "pictures are enough for a split, 100 or more for a figure.");
    }

    /// <summary>Loads the pictures of test, by class.</summary>
    /// <param name="seed">Of the split, where no folder names them.</param>
    /// <param name="observer">Receives loading progress and warnings; null for none.</param>
    /// <param name="cancellation">Stops the loading.</param>
    internal IReadOnlyList<(string Name, PixelSet Pictures)> LoadTest(
        ulong seed, ITaskObserver? observer, CancellationToken cancellation) =>
    [
        .. (HasTest ? _test : Classes).Select(each => (
            each.Name, Open(each.Path, seed, HasTest ? DatasetSplit.Test : null, cancellation).Get(
                DatasetSplit.Test, observer, cancellation))),
    ];

    private RunPictures Open(string path, ulong seed, DatasetSplit? whole, CancellationToken cancellation) =>
        RunPictures.Open(_training with { Data = path, Seed = seed }, null, null, whole, cancellation);

    private static string? Named(IEnumerable<(string Name, string Path)> folders, string name) =>
        folders.FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Path;
}
