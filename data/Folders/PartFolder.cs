namespace ILGpuAutoencoders.Data.Folders;

/// <summary>A folder named after a part. If several name the same part, the first in order is taken.</summary>
internal sealed record PartFolder(DatasetSplit Part, int Rank, FolderNode Folder) : IComparable<PartFolder>
{
    /// <summary>The part that a folder is named after; null if it is not a part.</summary>
    internal static PartFolder? Of(FolderNode folder, IReadOnlySet<string>? common) =>
        PartNames.PartOf(folder.Name, common) is var (part, rank) ? new PartFolder(part, rank, folder) : null;

    /// <inheritdoc/>
    public int CompareTo(PartFolder? other) =>
        other is null ? 1
        : Part != other.Part ? Part - other.Part
        : Rank != other.Rank ? Rank - other.Rank
        : string.CompareOrdinal(Folder.Name, other.Folder.Name);
}
