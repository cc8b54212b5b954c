using System.Diagnostics;

namespace ILGpuAutoencoders.Models.Workbench.Benchmarks;

/// <summary>Times work that is repeated, once its pace has settled.</summary>
internal static class SteadyPace
{
    private const int LeastRepetitions = 35;
    private const double WindowSeconds = 0.3;
    private const double MostWarmUpSeconds = 15;
    private const double SettledWithin = 0.03;

    /// <summary>The mean time of one repetition.</summary>
    /// <param name="work">One repetition; it may leave work running.</param>
    /// <param name="wait">Waits for all of it.</param>
    /// <param name="seconds">Length of the timed window; the warm-up comes before and grows with it.</param>
    /// <param name="cancellation">Stops between repetitions.</param>
    internal static double Measure(Action work, Action wait, double seconds, CancellationToken cancellation)
    {
        double window = Math.Min(WindowSeconds, seconds);
        long start = Stopwatch.GetTimestamp();
        double best = double.PositiveInfinity;
        // Tier-1 code arrives in the background after 30 calls; once the pace stops improving, it is in use.
        for (int repetitions = 0, steady = 0; steady < 3 || repetitions < LeastRepetitions;)
        {
            var (pace, count) = Repeat(work, wait, window, cancellation);
            repetitions += count;
            steady = pace < best * (1 - SettledWithin) ? 0 : steady + 1;
            best = Math.Min(best, pace);
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > Math.Min(MostWarmUpSeconds, 5 * seconds))
            {
                break;
            }
        }

        return Repeat(work, wait, seconds, cancellation).Pace;
    }

    private static (double Pace, int Count) Repeat(Action work, Action wait, double seconds, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        double elapsed;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            work();
            // Asynchronous devices would otherwise be given far more than fits the window.
            if (++count % 8 == 0)
            {
                wait();
            }

            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        while (elapsed < seconds);
        wait();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds / count, count);
    }
}
