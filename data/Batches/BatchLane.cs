using System.Runtime.ExceptionServices;

namespace ILGpuAutoencoders.Data.Batches;

/// <summary>
/// One preparing thread and its ring of batches: it prepares every n-th batch, so that taking from the lanes in turn gives the batches in
/// order.
/// </summary>
/// <remarks>
/// A thread and two semaphores rather than a channel of tasks: the compute threads may fill the thread pool, and nothing is allocated per
/// batch.
/// </remarks>
internal sealed class BatchLane : IDisposable
{
    private readonly Batch[] _ring;
    private readonly SemaphoreSlim _free;
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Thread _thread;
    private readonly CancellationToken _stop;
    private volatile ExceptionDispatchInfo? _error;
    private int _taken;
    private int _failed;

    /// <summary>Starts preparing the batches of <paramref name="numbers"/>.</summary>
    /// <param name="ring">Memory for one batch more than are prepared ahead: the one that the consumer holds.</param>
    /// <param name="numbers">First number, step, and exclusive end.</param>
    /// <param name="fill">Fills the batch with a given number.</param>
    /// <param name="stop">Stops the thread and whoever waits for it.</param>
    internal BatchLane(Batch[] ring, (int First, int Step, int End) numbers, Action<Batch, int> fill, CancellationToken stop)
    {
        _ring = ring;
        _free = new SemaphoreSlim(ring.Length);
        _stop = stop;
        _thread = new Thread(() => Prepare(numbers, fill)) { IsBackground = true, Name = "batches" };
        _thread.Start();
    }

    /// <summary>
    /// Waits for the lane's next batch, which stays valid until <see cref="GiveBack"/>. An error in preparing it is thrown here, every
    /// time.
    /// </summary>
    internal Batch Take()
    {
        try
        {
            if (!IsFailed)
            {
                _filled.Wait(_stop);
            }
        }
        catch (OperationCanceledException) when (IsFailed)
        {
            // The error came first, and says more than the cancellation.
        }
        if (IsFailed)
        {
            _error!.Throw();
        }
        return _ring[_taken++ % _ring.Length];
    }

    // Batches prepared before the one that failed are good.
    private bool IsFailed => _error is not null && _taken == _failed;

    /// <summary>Returns the batch taken last for reuse.</summary>
    internal void GiveBack() => _free.Release();

    /// <summary>Waits for the thread's end; it must have been told to stop.</summary>
    public void Dispose()
    {
        _thread.Join();
        _free.Dispose();
        _filled.Dispose();
    }

    private void Prepare((int First, int Step, int End) numbers, Action<Batch, int> fill)
    {
        int made = 0;
        try
        {
            for (int number = numbers.First; number < numbers.End; number += numbers.Step, made++)
            {
                _free.Wait(_stop);
                fill(_ring[made % _ring.Length], number);
                _filled.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The consumer stopped early and no longer waits for this thread's batches.
        }
#pragma warning disable CA1031 // Any exception here is rethrown where the batch is taken.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failed = made;
            _error = ExceptionDispatchInfo.Capture(error);
            _filled.Release();
        }
    }
}
