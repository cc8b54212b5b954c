using System.Runtime.InteropServices;
using System.Text;

namespace ILGpuAutoencoders.Engine;

/// <summary>Messages of any length, and votes, over a world.</summary>
public static class WorldMessages
{
    /// <summary>Gives every rank a text of each.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="own">This rank's text.</param>
    /// <returns>The texts by rank.</returns>
    public static string[] AllGather(this IWorld world, string own)
    {
        ArgumentNullException.ThrowIfNull(world);
        return Array.ConvertAll(world.AllGather<byte>(Encoding.UTF8.GetBytes(own)), Encoding.UTF8.GetString);
    }

    /// <summary>Gives every rank the values of each.</summary>
    /// <typeparam name="T">Without references.</typeparam>
    /// <param name="world">The ranks.</param>
    /// <param name="own">This rank's values, any number of them.</param>
    /// <returns>The values by rank.</returns>
    public static T[][] AllGather<T>(this IWorld world, ReadOnlySpan<T> own)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(world);
        int[] lengths = new int[world.Size];
        world.AllGather(MemoryMarshal.AsBytes([own.Length]), MemoryMarshal.AsBytes(lengths.AsSpan()));
        var values = new T[world.Size][];
        for (int rank = 0; rank < world.Size; rank++)
        {
            values[rank] = rank == world.Rank ? own.ToArray() : new T[lengths[rank]];
            world.Broadcast(MemoryMarshal.AsBytes(values[rank].AsSpan()), rank);
        }

        return values;
    }

    /// <summary>Gives every rank the bytes of rank 0.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="bytes">Them, or null for nothing; not read on other ranks.</param>
    /// <returns>What rank 0 gave.</returns>
    public static byte[]? Broadcast(this IWorld world, byte[]? bytes)
    {
        ArgumentNullException.ThrowIfNull(world);
        int[] length = [bytes?.Length ?? -1];
        world.Broadcast(MemoryMarshal.AsBytes(length.AsSpan()), root: 0);
        if (world.Rank > 0)
        {
            bytes = length[0] < 0 ? null : new byte[length[0]];
        }

        world.Broadcast(bytes, root: 0);
        return bytes;
    }

    /// <summary>Gives every rank the text of rank 0.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="text">The text, or null for nothing; not read on other ranks.</param>
    public static string? Broadcast(this IWorld world, string? text) =>
        world.Broadcast(text is null ? null : Encoding.UTF8.GetBytes(text)) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Whether something is so on any rank.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="own">Whether it is on this one.</param>
    public static bool Any(this IWorld world, bool own)
    {
        ArgumentNullException.ThrowIfNull(world);
        if (world.Size == 1)
        {
            return own;
        }

        Span<byte> all = stackalloc byte[world.Size];
        world.AllGather([own ? (byte)1 : (byte)0], all);
        return all.Contains((byte)1);
    }
}
