namespace ILGpuAutoencoders.Data.Folders;

/// <summary>The meaning of a folder's name.</summary>
/// <param name="Part">The part of a data set.</param>
/// <param name="Rank">The place of the name among its synonyms: train before training.</param>
internal sealed record PartName(DatasetSplit Part, int Rank);
