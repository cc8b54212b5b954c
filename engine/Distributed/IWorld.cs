namespace ILGpuAutoencoders.Engine;

/// <summary>Words on their way to a rank, or from it.</summary>
/// <param name="Rank">The other rank.</param>
/// <param name="Words">What is sent, or where it is received; 1 word or more.</param>
public readonly record struct Transfer(int Rank, Storage Words);

/// <summary>
/// The processes that do one piece of work together, as one of them sees them. It moves bytes and adds nothing: who sums decides in which
/// order, and so which bits come out.
/// </summary>
/// <remarks>
/// All ranks make the same calls in the same order, each from one thread at a time. A call returns when the memory given to it can be used
/// again. Where a rank has ended or aborted, the others do not return from their calls: they throw, or their process ends.
/// </remarks>
public interface IWorld : IDisposable
{
    /// <summary>How the ranks reach each other, for people.</summary>
    string Name { get; }

    /// <summary>The number of this rank, from 0.</summary>
    int Rank { get; }

    /// <summary>How many ranks there are, 1 or more.</summary>
    int Size { get; }

    /// <summary>The number of this rank among those of its host, from 0.</summary>
    int LocalRank { get; }

    /// <summary>How many ranks share this host, itself included.</summary>
    int LocalSize { get; }

    /// <summary>Where a rank runs.</summary>
    /// <param name="rank">Its number.</param>
    string HostOf(int rank);

    /// <summary>
    /// Sends words to other ranks and receives words from them. What one rank sends to another arrives in the order of the transfers, and
    /// the other expects the same lengths.
    /// </summary>
    /// <param name="sends">To other ranks, any number to each.</param>
    /// <param name="receives">From other ranks; none overlaps another, or what is sent.</param>
    void AllToAll(ReadOnlySpan<Transfer> sends, ReadOnlySpan<Transfer> receives);

    /// <summary>Gives every rank the bytes of all.</summary>
    /// <param name="own">As many on every rank.</param>
    /// <param name="all">Receives those of rank 0, of rank 1, and so on.</param>
    void AllGather(ReadOnlySpan<byte> own, Span<byte> all);

    /// <summary>Gives every rank the bytes of one.</summary>
    /// <param name="bytes">As many on every rank: read on the root, written on the others.</param>
    /// <param name="root">The rank whose bytes they are.</param>
    void Broadcast(Span<byte> bytes, int root);

    /// <summary>Ends all ranks, because this one cannot go on. It may return, and the process then has to end.</summary>
    /// <param name="code">What the launcher is to exit with.</param>
    void Abort(int code);
}
