namespace ILGpuAutoencoders.Data.Folders;

/// <summary>
/// Decides from paths alone which pictures are in which part: <c>{train,val,test}/[class/]picture</c> or <c>[class/]picture</c>, with or
/// without enclosing folders that hold nothing else, and with the parts one level down (images/train beside masks).
/// </summary>
internal static class FolderLayout
{
    /// <summary>The parts that folders name, each picture with its class; a part that no folder names is null.</summary>
    /// <param name="Parts">Train, val and test, each in ordinal order; null if there are no parts.</param>
    /// <param name="All">All pictures if there are no parts; empty otherwise.</param>
    internal readonly record struct Division(List<PictureEntry>?[]? Parts, List<PictureEntry> All);

    /// <summary>Assigns pictures to parts.</summary>
    /// <param name="pictures">Paths with '/' between names.</param>
    /// <param name="leftOut">Receives the pictures that are in no part.</param>
    internal static Division Of(IEnumerable<string> pictures, LeftOut leftOut)
    {
        var top = FolderNode.Of(pictures);
        RemoveAnnotations(top, leftOut);
        while (top is { Pictures.Count: 0, Folders.Count: 1 } && PartNames.PartOf(top.Folders.First().Name) is null)
        {
            top = top.Folders.First();
            RemoveAnnotations(top, leftOut);
        }
        FolderNode[] holders = PartsOf(top, leftOut) is not null
            ? [top]
            : [.. top.Folders.Where(folder => PartsOf(folder, null) is not null)];
        if (holders.Length == 0)
        {
            return new Division(null, ByClass(top, top.Path.Length == 0 ? null : ClassNameOf(top)));
        }
        var parts = new List<PictureEntry>?[3];
        foreach (var holder in holders)
        {
            RemoveAnnotations(holder, leftOut);
            var named = PartsOf(holder, null)!;
            foreach (var (part, _, folder) in named)
            {
                RemoveAnnotations(folder, leftOut);
                var inner = Descend(folder);
                (parts[(int)part] ??= []).AddRange(ByClass(inner, inner == folder ? ClassOf(holder) : ClassNameOf(inner)));
            }
            Leave(holder, named.Select(item => item.Folder), leftOut);
        }
        if (holders is not [var only] || only != top)
        {
            Leave(top, holders, leftOut);
        }
        foreach (var part in parts)
        {
            part?.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        }
        return new Division(parts, []);

        // If there are several data sets side by side, each is a class.
        string? ClassOf(FolderNode holder) => holders.Length > 1 ? holder.Name : null;
    }

    private static string? ClassNameOf(FolderNode folder) => PartNames.IsPictures(folder.Name) ? null : folder.Name;

    private static void Leave(FolderNode folder, IEnumerable<FolderNode> taken, LeftOut leftOut)
    {
        leftOut.Beside += folder.Pictures.Count;
        foreach (var other in folder.Folders.Except(taken))
        {
            leftOut.AddFolder(other.Path, other.Count);
        }
    }

    /// <summary>The parts that a folder's subfolders are named after; null if there are none.</summary>
    private static List<PartFolder>? PartsOf(FolderNode folder, LeftOut? leftOut)
    {
        if (folder.Folders.Count == 0)
        {
            return null;
        }
        var common = folder.Folders.Count < 2 ? null : folder.Folders.Select(inner => PartNames.Words(inner.Name))
            .Aggregate((IEnumerable<string> a, IEnumerable<string> b) => a.Intersect(b)).ToHashSet();
        List<PartFolder> all = [.. folder.Folders.Select(inner => PartFolder.Of(inner, common)).OfType<PartFolder>()];
        all.Sort();
        List<PartFolder> named = [.. all.Where((one, i) => i == 0 || all[i - 1].Part != one.Part)];
        bool hasTrain = named.Count > 0 && named[0].Part == DatasetSplit.Train;
        // A class may be called train or test, next to classes with other names.
        bool isDivided = named.Count == 0 || (hasTrain && named.Count > 1)
            || (named.Count == folder.Folders.Count && folder.Pictures.Count == 0)
            || (hasTrain && folder.Folders.All(inner => PartNames.MentionsPart(inner.Name) || PartNames.IsAnnotations(inner.Name)));
        if (named.Count > 0 && !isDivided)
        {
            leftOut?.AddNote($"folder {named[0].Folder.Path} is treated as a class, like the folders beside it");
        }
        return named.Count > 0 && isDivided ? named : null;
    }

    /// <summary>Masks and labels beside a folder of pictures are not pictures to train on.</summary>
    private static void RemoveAnnotations(FolderNode folder, LeftOut leftOut)
    {
        if (folder.Folders.Any(inner => PartNames.IsPictures(inner.Name)))
        {
            foreach (var inner in folder.Folders.Where(inner => PartNames.IsAnnotations(inner.Name)).ToList())
            {
                folder.Remove(inner);
                leftOut.AddFolder(inner.Path, inner.Count);
            }
        }
    }

    private static FolderNode Descend(FolderNode folder)
    {
        while (folder is { Pictures.Count: 0, Folders.Count: 1 })
        {
            folder = folder.Folders.First();
        }
        return folder;
    }

    // If the descent ended at pictures, the one folder around them was a class after all.
    private static List<PictureEntry> ByClass(FolderNode top, string? className)
    {
        var found = new List<PictureEntry>(top.Pictures.Select(picture => new PictureEntry(picture, className)));
        found.AddRange(top.Folders.SelectMany(folder => folder.All(folder.Name)));
        found.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return found;
    }
}
