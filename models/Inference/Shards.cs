using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models;

/// <summary>The shards that commands have left.</summary>
public static class Shards
{
    /// <summary>The command whose shards of pictures an output has.</summary>
    /// <param name="output">The folder or file that the command was given.</param>
    /// <returns>Null where there are none, or shards of vectors, which are files.</returns>
    /// <exception cref="CheckpointException">One cannot be read.</exception>
    public static string? CommandOf(string output)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        return ShardFolder.CommandOf(output);
    }
}
