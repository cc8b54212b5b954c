using System.Diagnostics;
using ILGpuAutoencoders.Data.Batches;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Batches of a set of pictures, prepared ahead on separate threads. A batch's content depends only on the options' seed, the epoch and
/// its number. In the steady state nothing is allocated.
/// </summary>
/// <remarks>One enumeration at a time: batches of all enumerations share their memory.</remarks>
public sealed class BatchSource
{
    private readonly PixelSet _pictures;
    private readonly BatchOptions _options;
    private readonly int[] _order;
    private readonly Batch[][] _rings;
    private BatchPass? _prepared;
    private int _busy;

    /// <summary>A source of batches.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="options">Batch size, seed, noise, augmentation and threads.</param>
    public BatchSource(PixelSet pictures, BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Ahead, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.CropJitter is >= 0 and <= 0.5f, true, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Brightness is >= 0 and <= 1, true, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.CutOut is >= 0 and <= 1, true, nameof(options));
        var size = options.Cut ?? pictures.Shape.Size;
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(size.Width, size.Height), 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Width, pictures.Shape.Width, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Height, pictures.Shape.Height, nameof(options));
        var shape = new PictureShape(size, pictures.Shape.Channels);
        _pictures = pictures;
        _options = options;
        _order = new int[pictures.Count];
        BatchCount = BatchPlan.Count(pictures.Count, options.BatchSize);
        int capacity = Math.Min(pictures.Count, options.BatchSize + 1);
        _rings = new Batch[Math.Clamp(options.Workers, 1, Math.Max(1, BatchCount))][];
        for (int i = 0; i < _rings.Length; i++)
        {
            _rings[i] = new Batch[options.Ahead + 1];
            for (int slot = 0; slot < _rings[i].Length; slot++)
            {
                _rings[i][slot] = new Batch(capacity, shape, pictures.Shape, options);
            }
        }
    }

    /// <summary>The number of batches of an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>Total time that consumers have waited for batches so far.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>
    /// Starts preparing what will be requested next, so that it is ready by then; it changes no batch. Batches prepared but not requested
    /// are dropped.
    /// </summary>
    /// <param name="epoch">The epoch, from 0; null for <see cref="Sequential"/>.</param>
    /// <param name="cancellation">Ends the preparation and the enumeration that it becomes.</param>
    public void Prepare(int? epoch, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch ?? 0);
        Enter();
        _prepared?.Dispose();
        _prepared = epoch is { } training
            ? Begin((uint)training, (0, BatchCount), cancellation)
            : Begin(Corruption.EvaluationEpoch, SequentialRange, cancellation);
        Volatile.Write(ref _busy, 0);
    }

    /// <summary>The batches of a training epoch, in an order shuffled from (seed, epoch).</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstBatch">The batch to start at, to resume within an epoch.</param>
    /// <param name="cancellation">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        return Enumerate((uint)epoch, (firstBatch, BatchCount), cancellation);
    }

    /// <summary>The batches in the order of the set, not mirrored, with the fixed noise of evaluation.</summary>
    /// <param name="cancellation">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<Batch> Sequential(CancellationToken cancellation = default) =>
        Enumerate(Corruption.EvaluationEpoch, SequentialRange, cancellation);

    private (int First, int End) SequentialRange => _options.SequentialShare ?? (0, BatchCount);

    private IEnumerable<Batch> Enumerate(uint epoch, (int First, int End) range, CancellationToken cancellation)
    {
        Enter();
        BatchPass? pass = null;
        try
        {
            pass = TakePrepared(epoch, range.First) ?? Begin(epoch, range, default);
            using var registration = cancellation.Register(pass.Stop);
            for (int number = range.First; number < range.End; number++)
            {
                var lane = pass.LaneOf(number);
                long start = Stopwatch.GetTimestamp();
                var batch = lane.Take();
                Waited += Stopwatch.GetElapsedTime(start);
                yield return batch;
                lane.GiveBack();
            }
        }
        finally
        {
            pass?.Dispose();
            Volatile.Write(ref _busy, 0);
        }
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException("BatchSource: an enumeration is already running; end it or create another source.");
        }
    }

    private BatchPass? TakePrepared(uint epoch, int firstBatch)
    {
        var prepared = _prepared;
        _prepared = null;
        if (prepared is null || prepared.Is(epoch, firstBatch))
        {
            return prepared;
        }
        prepared.Dispose();
        return null;
    }

    private BatchPass Begin(uint epoch, (int First, int End) range, CancellationToken cancellation)
    {
        PutInOrder(epoch);
        return new BatchPass(epoch, range.First, range.End, _rings, (batch, number) => Fill(batch, number, epoch), cancellation);
    }

    private void PutInOrder(uint epoch)
    {
        if (epoch != Corruption.EvaluationEpoch)
        {
            BatchPlan.Shuffle(_order, _options.Seed, (int)epoch);
            return;
        }
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
    }

    private void Fill(Batch batch, int number, uint epoch)
    {
        (int start, int length) = BatchPlan.Range(_pictures.Count, _options.BatchSize, number);
        batch.Fill(_pictures, _options, _order.AsSpan(start, length), number, epoch);
    }
}
