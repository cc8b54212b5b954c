namespace ILGpuAutoencoders.Data;

/// <summary>A picture that was skipped.</summary>
/// <param name="Name">Its path below the data folder.</param>
/// <param name="Problem">Why it cannot be decoded.</param>
public sealed record BadPicture(string Name, string Problem);
