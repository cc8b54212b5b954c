namespace ILGpuAutoencoders.Models;

/// <summary>The result of a command whose inputs can be divided.</summary>
public abstract record ShardedResult
{
    /// <summary>Which shard it is, such as 2/4; null if it is all of them.</summary>
    public string? Shard { get; init; }

    /// <summary>Whether the shard had been made before, and was left as it is.</summary>
    public bool WasDone { get; init; }
}
