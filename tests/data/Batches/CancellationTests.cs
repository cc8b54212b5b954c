using System.Collections.Concurrent;
using System.Diagnostics;
using CsCheck;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Batches;

/// <summary>Leaving while batches are prepared ahead: however and whenever, no error is lost and no thread is left. A watchdog ends what would hang.</summary>
public class CancellationTests
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(30);

    [Fact]
    public void Five_hundred_ways_to_leave_leave_no_thread_behind() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[0, 45], Gen.Int[0, 60]).Sample((pictures, batchSize, workers, ahead, taken, delay) =>
        {
            var source = new BatchSource(BatchSourceTests.Set(pictures), new BatchOptions { BatchSize = batchSize, Workers = workers, Ahead = ahead });
            using var cancel = new CancellationTokenSource();
            Guarded(() =>
            {
                int seen = 0;
                try
                {
                    foreach (Batch batch in source.Epoch(1, 0, cancel.Token))
                    {
                        Assert.Equal(seen++, batch.Number);
                        Thread.SpinWait(delay);
                        if (seen == taken)
                        {
                            cancel.Cancel();
                        }
                    }
                    Assert.Equal(source.BatchCount, seen);
                }
                catch (OperationCanceledException)
                {
                    Assert.True(taken > 0 && seen == taken, $"{seen} batches were seen, cancelled after {taken}.");
                }
            });
            // Enumerating again proves that the first enumeration has ended.
            Guarded(() => Assert.Equal(source.BatchCount, source.Sequential().Count()));
        }, iter: 500, threads: 2);

    [Fact]
    public void What_goes_wrong_in_a_thread_is_thrown_where_its_batch_is_taken_and_the_thread_ends() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 29], Gen.Int[1, 4], Gen.Int[0, 60]).Sample((end, failing, ahead, delay) =>
        {
            var threads = new ConcurrentBag<Thread>();
            using var stop = new CancellationTokenSource();
            Batch[] ring = [.. Enumerable.Range(0, ahead + 1).Select(_ => new Batch(1, 8, false))];
            var lane = new BatchLane(ring, (0, 1, end), (_, number) =>
            {
                threads.Add(Thread.CurrentThread);
                Thread.SpinWait(delay);
                if (number == failing)
                {
                    throw new InvalidOperationException($"batch {number}");
                }
            }, stop.Token);
            Guarded(() =>
            {
                for (int number = 0; number < end; number++)
                {
                    if (number == failing)
                    {
                        Assert.Equal($"batch {number}", Assert.Throws<InvalidOperationException>(lane.Take).Message);
                        break;
                    }
                    lane.Take();
                    lane.GiveBack();
                }
                stop.Cancel();
                lane.Dispose();
                Assert.DoesNotContain(threads, thread => thread.IsAlive);
            });
        }, iter: 500, threads: 2);

    [Fact]
    public void An_error_beside_a_stop_is_not_lost()
    {
        using var stop = new CancellationTokenSource();
        var lane = new BatchLane([new Batch(1, 8, false), new Batch(1, 8, false)], (0, 1, 5), (_, _) => throw new InvalidOperationException("first"), stop.Token);
        Assert.Throws<InvalidOperationException>(lane.Take);
        stop.Cancel();
        Assert.Equal("first", Assert.Throws<InvalidOperationException>(lane.Take).Message);
        lane.Dispose();
    }

    private static void Guarded(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        var task = Task.Run(action);
        if (!task.Wait(s_watchdog))
        {
            Assert.Fail($"No end after {Stopwatch.GetElapsedTime(start)}.");
        }
    }
}
