namespace ILGpuAutoencoders.Data;

/// <summary>A picture of a data set.</summary>
/// <param name="Path">Its path below the data folder, with '/' between names; for a drawn face its name.</param>
/// <param name="Class">The class folder that it is in; null for none.</param>
public sealed record PictureEntry(string Path, string? Class = null);
