using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Folders;

/// <summary>
/// Divides pictures from a seed: whole class folders where enough of them hold pictures (no person is in two parts), else files.
/// </summary>
internal static class SplitPlan
{
    /// <summary>From so many classes on the pictures of one stay together, unless said otherwise.</summary>
    private const int ClassesForClassSplit = 20;

    private const double Part = 0.05;

    /// <summary>90/5/5.</summary>
    /// <param name="all">The pictures.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="classes">From so many classes on each is in one part alone.</param>
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

    /// <summary>The size of a 5% part: at least one picture as soon as there are three.</summary>
    internal static int PartOf(int count) => count < 3 ? 0 : Math.Max(1, (int)Math.Round(Part * count, MidpointRounding.AwayFromZero));

    private static HashSet<string> Draw(List<PictureEntry> all, int part, ulong seed, uint item, HashSet<string> taken, int classes)
    {
        bool byClass = all.Where(entry => entry.Class is not null).Select(entry => entry.Class).Distinct().Count() >= classes;
        // Pictures beside the class folders are a group each, like every picture of a split by file.
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
