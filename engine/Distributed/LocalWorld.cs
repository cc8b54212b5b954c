using System.Runtime.ExceptionServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>Ranks that are threads of one process, each with a device of its own.</summary>
public sealed class LocalWorld : IWorld
{
    private readonly Meeting _meeting;

    private LocalWorld(Meeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    /// <inheritdoc/>
    public string Name => "threads of one process";

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size => _meeting.Size;

    /// <inheritdoc/>
    public int LocalRank => Rank;

    /// <inheritdoc/>
    public int LocalSize => Size;

    /// <summary>
    /// Does work on a number of ranks and waits for all. If one throws, the others are ended and its exception is thrown.
    /// </summary>
    /// <param name="size">1 or more.</param>
    /// <param name="body">The work of a rank.</param>
    public static void Run(int size, Action<IWorld> body)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(body);
        var meeting = new Meeting(size);
        var ranks = Enumerable.Range(0, size).Select(rank => Task.Factory.StartNew(
            () => RunRank(body, meeting, rank), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        try
        {
            Task.WaitAll(ranks);
        }
        catch (AggregateException error)
        {
            var first = error.InnerExceptions.FirstOrDefault(inner => inner is not AbortedException) ?? error.InnerExceptions[0];
            ExceptionDispatchInfo.Throw(first);
        }
    }

    /// <inheritdoc/>
    public string HostOf(int rank) => Environment.MachineName;

    /// <inheritdoc/>
    public void AllToAll(ReadOnlySpan<Transfer> sends, ReadOnlySpan<Transfer> receives)
    {
        var letters = new List<(int To, float[] Words)>(sends.Length);
        foreach (var (rank, words) in sends)
        {
            float[] copy = new float[words.Length];
            words.Device.Download<float>(words, copy);
            letters.Add((rank, copy));
        }

        _meeting.Put(Rank, letters);
        int[] taken = new int[Size];
        foreach (var (rank, words) in receives)
        {
            float[] letter = _meeting.Letters(rank).Where(letter => letter.To == Rank).ElementAt(taken[rank]++).Words;
            ArgumentOutOfRangeException.ThrowIfNotEqual(letter.Length, words.Length, nameof(receives));
            words.Device.Upload<float>(letter, words);
        }

        _meeting.Wait();
    }

    /// <inheritdoc/>
    public void AllGather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(all.Length, own.Length * Size, nameof(all));
        _meeting.Put(Rank, own.ToArray());
        for (int rank = 0; rank < Size; rank++)
        {
            _meeting.Bytes(rank).CopyTo(all[(rank * own.Length)..]);
        }

        _meeting.Wait();
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes, int root)
    {
        _meeting.Put(Rank, Rank == root ? bytes.ToArray() : []);
        _meeting.Bytes(root).CopyTo(bytes);
        _meeting.Wait();
    }

    /// <inheritdoc/>
    public void Abort(int code) => _meeting.Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void RunRank(Action<IWorld> body, Meeting meeting, int rank)
    {
        try
        {
            using var world = new LocalWorld(meeting, rank);
            body(world);
        }
        catch
        {
            meeting.Abort();
            throw;
        }
    }

    /// <summary>Where the ranks put what they send, and wait for each other.</summary>
    private sealed class Meeting(int size)
    {
        private readonly object?[] _put = new object?[size];
        private readonly object _lock = new();
        private int _waiting, _round;
        private bool _isAborted;

        internal int Size => size;

        /// <summary>Puts something down and waits until all have.</summary>
        internal void Put(int rank, object what)
        {
            _put[rank] = what;
            Wait();
        }

        internal List<(int To, float[] Words)> Letters(int rank) => (List<(int, float[])>)_put[rank]!;

        internal ReadOnlySpan<byte> Bytes(int rank) => (byte[])_put[rank]!;

        internal void Wait()
        {
            lock (_lock)
            {
                int round = _round;
                if (++_waiting == size)
                {
                    (_waiting, _round) = (0, round + 1);
                    Monitor.PulseAll(_lock);
                }

                while (round == _round && !_isAborted)
                {
                    Monitor.Wait(_lock);
                }

                if (_isAborted)
                {
                    throw new AbortedException();
                }
            }
        }

        internal void Abort()
        {
            lock (_lock)
            {
                _isAborted = true;
                Monitor.PulseAll(_lock);
            }
        }
    }

    private sealed class AbortedException() : Exception("Another rank has ended, so this one cannot go on.");
}
