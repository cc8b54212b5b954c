namespace ILGpuAutoencoders.Data.Folders;

/// <summary>
/// The single table of what folder names mean: parts of a data set, pictures, annotations, and what operating systems and cloud services
/// leave behind. Case, separators, numbers and filler words do not matter: train_images, Training Set and train2017 are all train.
/// </summary>
internal static class PartNames
{
    // The first of these names is taken if two folders at one level mean the same part.
    private static readonly (DatasetSplit Part, string[] Names)[] s_parts =
    [
        (DatasetSplit.Train, ["train", "training", "trn"]),
        (DatasetSplit.Val, ["val", "valid", "validation", "validate", "dev", "devel", "development"]),
        (DatasetSplit.Test, ["test", "testing", "tst", "eval", "evaluation", "holdout"]),
    ];

    private static readonly string[] s_pictures =
    [
        "images", "image", "imgs", "img", "pictures", "picture", "photos", "photo", "jpegimages", "jpg", "jpeg", "png", "rgb",
        "leftimg8bit",
    ];

    private static readonly string[] s_annotations =
    [
        "masks", "mask", "labels", "label", "annotations", "annotation", "annots", "gt", "groundtruth", "gtfine", "gtcoarse", "trimaps",
        "segmentation", "segmentations", "segmentationclass", "segmentationobject", "depth",
    ];

    private static readonly string[] s_idle = [.. s_pictures, "set", "split", "data", "dataset", "part", "folder", "files", "the"];

    private static readonly string[] s_junk =
    [
        "__macosx", "lost+found", "$recycle.bin", "system volume information", "@eadir", "#recycle", "@recycle", "found.000", "__pycache__",
        "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r",
    ];

    /// <summary>The words of a name without separators and numbers, in lower case.</summary>
    internal static IEnumerable<string> Words(string name) =>
        name.ToLowerInvariant().Split(['_', '-', '.', ' ', '(', ')', '+']).Select(word => word.TrimEnd("0123456789".ToCharArray()))
            .Select(word => word.EndsWith("set", StringComparison.Ordinal) && RankOf(word[..^3]) is not null ? word[..^3] : word)
            .Where(word => word.Length > 0);

    /// <summary>The part that a folder means.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="common">Words that its sibling folders share, such as "seg" in seg_train and seg_test.</param>
    /// <returns>The part, and the place of the name among its synonyms; null if it does not mean a part.</returns>
    internal static PartName? PartOf(string name, IReadOnlySet<string>? common = null)
    {
        bool SaysNothing(string word) => s_idle.Contains(word) || common?.Contains(word) == true;
        string[] words = [.. Words(name).Where(word => RankOf(word) is not null || !SaysNothing(word))];
        // hold-out and hold_out are two words.
        return RankOf(words is ["hold", "out"] ? "holdout" : words is [var only] ? only : "");
    }

    /// <summary>Whether a name has, among others, a word that means a part, such as train_cleaned.</summary>
    internal static bool MentionsPart(string name) => Words(name).Any(word => RankOf(word) is not null);

    /// <summary>Whether a folder is named as holding pictures, with masks or labels in folders beside it.</summary>
    internal static bool IsPictures(string name) => s_pictures.Contains(name.ToLowerInvariant());

    /// <summary>Whether a folder is named as holding masks, labels or other annotations of pictures.</summary>
    internal static bool IsAnnotations(string name) =>
        s_annotations.Contains(string.Concat(Words(name))) || Words(name).Any(s_annotations.Contains);

    /// <summary>
    /// Whether a file or folder is not data but belongs to an operating system or a cloud service. Archives made on macOS contain
    /// resource forks named like the pictures, with ._ before the name.
    /// </summary>
    internal static bool IsJunk(string name) =>
        name.StartsWith("._", StringComparison.Ordinal) || name is ".DS_Store" || s_junk.Contains(name.ToLowerInvariant());

    private static PartName? RankOf(string word)
    {
        foreach (var (part, names) in s_parts)
        {
            if (Array.IndexOf(names, word) is >= 0 and var rank)
            {
                return new PartName(part, rank);
            }
        }
        return null;
    }
}
