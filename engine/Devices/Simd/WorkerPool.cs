using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine.Devices.Simd;

/// <summary>
/// Threads that wait for parallel loops: a short spin, then sleep. A loop allocates nothing and costs about a
/// microsecond while the workers are still spinning. Indices are handed out one by one from a shared counter. A loop waits only for
/// workers that have entered it, not for those yet to wake up: on a busy machine those may not run for milliseconds.
/// </summary>
internal sealed unsafe class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 2000;

    private readonly Thread[] _threads;
    private readonly object _gate = new();
    private delegate*<void*, int, void> _invoke;
    private void* _body;
    private int _count;
    private int _next;
    private int _generation;
    private int _open;
    private int _inside;
    private int _sleeping;
    private bool _stop;

    internal WorkerPool(int threads)
    {
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"simd-{i + 1}" };
            _threads[i].Start();
        }
    }

    internal void For<TBody>(int count, ref TBody body)
        where TBody : struct, IParallelBody
    {
        if (_threads.Length == 0 || count <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                body.Invoke(i);
            }

            return;
        }

        // The body stays on this stack frame: this method does not return before every worker that entered has left.
        _invoke = &InvokeBody<TBody>;
        _body = Unsafe.AsPointer(ref body);
        _count = count;
        Volatile.Write(ref _next, 0);
        Volatile.Write(ref _open, 1);
        Interlocked.Increment(ref _generation);
        WakeSleepers();

        Drain();
        // Close first, then look who is inside; workers enter first, then look whether it is open: so one of the two sees the other.
        Interlocked.Exchange(ref _open, 0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _inside) != 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _stop, true);
        Interlocked.Increment(ref _generation);
        WakeSleepers();
        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private static void InvokeBody<TBody>(void* body, int index)
        where TBody : struct, IParallelBody => Unsafe.AsRef<TBody>(body).Invoke(index);

    private void Drain()
    {
        int index;
        while ((index = Interlocked.Increment(ref _next) - 1) < _count)
        {
            _invoke(_body, index);
        }
    }

    private void Work()
    {
        int seen = 0;
        while (true)
        {
            seen = WaitForWork(seen);
            if (Volatile.Read(ref _stop))
            {
                ThreadScratch.Release();
                return;
            }

            Interlocked.Increment(ref _inside);
            if (Volatile.Read(ref _open) != 0)
            {
                Drain();
            }

            Interlocked.Decrement(ref _inside);
        }
    }

    private int WaitForWork(int seen)
    {
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            int generation = Volatile.Read(ref _generation);
            if (generation != seen)
            {
                return generation;
            }

            Thread.SpinWait(10);
        }

        // Announce the sleep before looking again: a loop started in between either sees the sleeper or is seen here.
        // All sleepers are woken together: a single wake-up could be taken by a worker that had already finished.
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while (Volatile.Read(ref _generation) == seen)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleeping);
        }

        return Volatile.Read(ref _generation);
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}
