using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Folders;

/// <summary>
/// Splits pictures by a seed: by whole class folders if enough of them hold pictures (so no person is in two parts), else by files.
/// </summary>
internal static class SplitPlan
{
    /// <summary>With at least this many classes, the pictures of a class stay together, unless set otherwise.</summary>
    private const int ClassesForClassSplit = 20;

    private const double Part = 0.05;

    /// <summary>90/5/5.</summary>
    /// <param name="all">The pictures.</param>
    /// <param name="seed">Seed of the random choice.</param>
    /// <param name="classes">With at least this many classes, each is in one part only.</param>
    internal static (List<PictureEntry> Train, List<PictureEntry> Val, List<PictureEntry> Test) ThreeWays(
        List<PictureEntry> all, ulong seed, int classes = ClassesForClassSplit)
    {
        int part = PartOf(all.Count);
        var val = Draw(all, part, seed, 0, [], classes);
        var test = Draw(all, part, seed, 1, val, classes);
        return (
            all.FindAll(entry => !val.Contains(entry.Path) && !test.Contains(entry.Path)),
            all.FindAll(entry => val.Contains(entry.Path)),
            all.FindAll(entry => test.Contains(entry.Path)));
    }

    /// <summary>95/5.</summary>
    internal static (List<PictureEntry> Train, List<PictureEntry> Val) SetApart(
        List<PictureEntry> all, ulong seed, int classes = ClassesForClassSplit)
    {
        var val = Draw(all, PartOf(all.Count), seed, 0, [], classes);
        return (all.FindAll(entry => !val.Contains(entry.Path)), all.FindAll(entry => val.Contains(entry.Path)));
    }

    /// <summary>The size of a 5% part: at least one picture if there are three or more.</summary>
    internal static int PartOf(int count) => count < 3 ? 0 : Math.Max(1, (int)Math.Round(Part * count, MidpointRounding.AwayFromZero));

    private static HashSet<string> Draw(List<PictureEntry> all, int part, ulong seed, uint item, HashSet<string> taken, int classes)
    {
        bool byClass = all.Where(entry => entry.Class is not null).Select(entry => entry.Class).Distinct().Count() >= classes;
        // Each picture beside the class folders is its own group, like every picture of a split by file.
        string[][] groups = [.. all.Where(entry => !taken.Contains(entry.Path))
            .GroupBy(entry => byClass && entry.Class is not null ? "class " + entry.Class : "file " + entry.Path, StringComparer.Ordinal)
            .Select(group => group.Select(entry => entry.Path).ToArray())];
        new RandomStream(seed, RandomPurpose.Split, item: item).Shuffle<string[]>(groups);
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        foreach (string[] group in groups)
        {
            if (drawn.Count + group.Length <= part)
            {
                drawn.UnionWith(group);
            }
        }
        if (drawn.Count == 0 && part > 0)
        {
            drawn.UnionWith(groups.MinBy(group => group.Length)!);
        }
        return drawn;
    }
}
