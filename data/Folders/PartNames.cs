namespace ILGpuAutoencoders.Data.Folders;

/// <summary>
/// The one table of what names of folders mean: parts of a data set, pictures, annotations, and what systems and clouds leave behind.
/// Case does not matter, nor do separators, numbers and words that say nothing: train_images, Training Set and train2017 are all train.
/// </summary>
internal static class PartNames
{
    // The first name of a part is taken where two folders of one level mean it.
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
    /// <param name="common">Words that the folders beside it have as well, as "seg" in seg_train and seg_test.</param>
    /// <returns>The part, and the place of the name among its synonyms; null where it means no part.</returns>
    internal static PartName? PartOf(string name, IReadOnlySet<string>? common = null)
    {
        bool SaysNothing(string word) => s_idle.Contains(word) || common?.Contains(word) == true;
        string[] words = [.. Words(name).Where(word => RankOf(word) is not null || !SaysNothing(word))];
        // hold-out and hold_out are two words.
        return RankOf(words is ["hold", "out"] ? "holdout" : words is [var only] ? only : "");
    }

    /// <summary>Whether a name has a word that means a part beside others, as train_cleaned.</summary>
    internal static bool MentionsPart(string name) => Words(name).Any(word => RankOf(word) is not null);

    /// <summary>Whether a folder is named as one of pictures, beside which others hold masks or labels.</summary>
    internal static bool IsPictures(string name) => s_pictures.Contains(name.ToLowerInvariant());

    /// <summary>Whether a folder is named as one of masks, labels or other annotations of pictures.</summary>
    internal static bool IsAnnotations(string name) =>
        s_annotations.Contains(string.Concat(Words(name))) || Words(name).Any(s_annotations.Contains);

    /// <summary>
    /// Whether a file or folder is no part of anybody's data: it belongs to a system or a cloud. Archives made on macOS carry resource
    /// forks named like the pictures, ._ before the name.
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
