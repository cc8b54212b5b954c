namespace ILGpuAutoencoders.Engine;

/// <summary>The world of a process that works alone.</summary>
public sealed class AloneWorld : IWorld
{
    private AloneWorld()
    {
    }

    /// <summary>The one there is: it has no state.</summary>
    public static AloneWorld Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "one process";

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public int LocalRank => 0;

    /// <inheritdoc/>
    public int LocalSize => 1;

    /// <inheritdoc/>
    public string HostOf(int rank) => Environment.MachineName;

    /// <inheritdoc/>
    public void AllToAll(ReadOnlySpan<Transfer> sends, ReadOnlySpan<Transfer> receives)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sends.Length, 0, nameof(sends));
        ArgumentOutOfRangeException.ThrowIfNotEqual(receives.Length, 0, nameof(receives));
    }

    /// <inheritdoc/>
    public void AllGather(ReadOnlySpan<byte> own, Span<byte> all) => own.CopyTo(all);

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes, int root) => ArgumentOutOfRangeException.ThrowIfNotEqual(root, 0);

    /// <inheritdoc/>
    public void Abort(int code)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
