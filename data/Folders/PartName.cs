namespace ILGpuAutoencoders.Data.Folders;

/// <summary>What the name of a folder means.</summary>
/// <param name="Part">The part of a data set.</param>
/// <param name="Rank">The place of the name among its synonyms: train before training.</param>
internal sealed record PartName(DatasetSplit Part, int Rank);
