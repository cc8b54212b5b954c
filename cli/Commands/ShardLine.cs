using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary>What a command says of a shard.</summary>
internal static class ShardLine
{
    /// <summary>Says how many pictures it holds, where a result is that of a shard.</summary>
    /// <param name="invocation">Says it.</param>
    /// <param name="result">Of a command.</param>
    /// <param name="pictures">How many it holds.</param>
    /// <returns>Whether it is that of a shard.</returns>
    internal static bool IsWritten(Invocation invocation, ShardedResult result, int pictures)
    {
        if (result.Shard is not null)
        {
            invocation.Write(
                $"Shard {result.Shard} holds {Quantity.Of(pictures, "picture")}"
                + $"{(result.WasDone ? "; it was made before, and is left as it is" : "")}. merge puts all shards together.");
        }

        return result.Shard is not null;
    }
}
