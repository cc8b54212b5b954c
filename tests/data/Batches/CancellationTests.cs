using System.Collections.Concurrent;
using System.Diagnostics;
using CsCheck;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Batches;

namespace ILGpuAutoencoders.Tests.Data.Batches;

/// <summary>
/// Leaving while batches are prepared ahead: however and whenever, no error is lost and no thread is left. A watchdog ends what would hang.
/// Alone, since the threads of the process are counted.
/// </summary>
[CollectionDefinition(nameof(CancellationTests), DisableParallelization = true)]
[Collection(nameof(CancellationTests))]
public class CancellationTests
{
    internal const int Ways = 500;

    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(30);

    [Fact]
    public void Five_hundred_ways_to_leave_leave_no_thread_behind()
    {
        int before = Threads(), left = 0, stopped = 0;
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[0, 45], Gen.Int[0, 60]).Sample(
            (pictures, batchSize, workers, ahead, taken, delay) =>
        {
            var source = new BatchSource(
                BatchSourceTests.Set(pictures), new BatchOptions { BatchSize = batchSize, Workers = workers, Ahead = ahead });
            using var cancel = new CancellationTokenSource();
            Guarded(() =>
            {
                int seen = 0;
                try
                {
                    foreach (var batch in source.Epoch(1, 0, cancel.Token))
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
                    Interlocked.Increment(ref stopped);
                }
            });
            // Enumerating again proves that the first enumeration has ended.
            Guarded(() => Assert.Equal(source.BatchCount, source.Sequential().Count()));
            Interlocked.Increment(ref left);
        }, iter: Ways, threads: 2);
        Assert.Equal(Ways, left);
        Assert.InRange(stopped, Ways / 20, Ways);
        // What Linux knows of a thread may outlive it by a moment.
        Assert.True(SpinWait.SpinUntil(() => Threads() <= before, s_watchdog), $"{Threads() - before} threads are left.");
    }

    [Fact]
    public void Threads_are_counted_while_they_are_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads are counted on Linux.");
        int before = Threads();
        foreach (var batch in new BatchSource(BatchSourceTests.Set(40), new BatchOptions { BatchSize = 1, Workers = 3, Ahead = 1 }).Epoch(
            0, cancellation: TestContext.Current.CancellationToken))
        {
            Assert.True(
                SpinWait.SpinUntil(() => Threads() == before + 3, s_watchdog), $"{Threads() - before} threads at batch {batch.Number}.");
            break;
        }
    }

    [Fact]
    public void What_goes_wrong_in_a_thread_is_thrown_where_its_batch_is_taken_and_the_thread_ends() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 29], Gen.Int[1, 4], Gen.Int[0, 60]).Sample((end, failing, ahead, delay) =>
        {
            var threads = new ConcurrentBag<Thread>();
            using var stop = new CancellationTokenSource();
            Batch[] ring = [.. Enumerable.Range(0, ahead + 1).Select(_ => new Batch(1, 8, 8, new BatchOptions()))];
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
        }, iter: Ways, threads: 2);

    [Fact]
    public void An_error_beside_a_stop_is_not_lost()
    {
        using var stop = new CancellationTokenSource();
        var lane = new BatchLane(
            [new Batch(1, 8, 8, new BatchOptions()), new Batch(1, 8, 8, new BatchOptions())], (0, 1, 5), (_, _) => throw new InvalidOperationException("first"),
            stop.Token);
        Assert.Throws<InvalidOperationException>(lane.Take);
        stop.Cancel();
        Assert.Equal("first", Assert.Throws<InvalidOperationException>(lane.Take).Message);
        lane.Dispose();
    }

    /// <summary>The threads of this process that prepare batches, by the name that Linux knows them by; 0 elsewhere.</summary>
    private static int Threads() => OperatingSystem.IsLinux()
        ? Directory.GetDirectories("/proc/self/task").Count(task => NameOf(task) == "batches")
        : 0;

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            return "ended";
        }
    }

    private static void Guarded(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        var task = Task.Run(action);
        if (!task.Wait(s_watchdog))
        {
            Assert.Fail($"No end after {Stopwatch.GetElapsedTime(start)}.");
        }
    }
}
