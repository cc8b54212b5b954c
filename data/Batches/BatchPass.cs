namespace ILGpuAutoencoders.Data.Batches;

/// <summary>The preparing threads of one enumeration of batches.</summary>
internal sealed class BatchPass : IDisposable
{
    private readonly uint _epoch;
    private readonly int _first;
    private readonly BatchLane[] _lanes;
    private readonly CancellationTokenSource _stop;

    /// <summary>Starts preparing.</summary>
    /// <param name="epoch">The epoch of the batches.</param>
    /// <param name="first">The first batch.</param>
    /// <param name="end">The exclusive end.</param>
    /// <param name="rings">Memory of each lane.</param>
    /// <param name="fill">Fills the batch with a given number.</param>
    /// <param name="cancellation">Stops the threads and whoever waits for them.</param>
    internal BatchPass(uint epoch, int first, int end, Batch[][] rings, Action<Batch, int> fill, CancellationToken cancellation)
    {
        (_epoch, _first) = (epoch, first);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _lanes = new BatchLane[rings.Length];
        for (int i = 0; i < rings.Length; i++)
        {
            _lanes[i] = new BatchLane(rings[i], (first + i, rings.Length, end), fill, _stop.Token);
        }
    }

    /// <summary>Whether this is the requested enumeration.</summary>
    internal bool Is(uint epoch, int first) => epoch == _epoch && first == _first && !_stop.IsCancellationRequested;

    /// <summary>The lane that prepares a batch.</summary>
    internal BatchLane LaneOf(int number) => _lanes[(number - _first) % _lanes.Length];

    /// <summary>Tells the threads to stop.</summary>
    internal void Stop() => _stop.Cancel();

    /// <summary>Stops the threads.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }
        _stop.Dispose();
    }
}
