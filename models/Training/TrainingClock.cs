using System.Diagnostics;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Times of a training, for progress and for rates; it affects nothing.</summary>
/// <param name="earlier">Seconds that earlier processes spent on the run.</param>
internal sealed class TrainingClock(double earlier)
{
    private readonly Stopwatch _all = Stopwatch.StartNew();
    private readonly Stopwatch _steps = new();
    private TimeSpan _epochStart;
    private int _epochImages;
    private long _images;

    /// <summary>Seconds of training and validation, those of earlier processes included.</summary>
    internal double Seconds => earlier + _all.Elapsed.TotalSeconds;

    /// <summary>Seconds since this process was started, loading and compiling included.</summary>
    internal static double SecondsOfProcess
    {
        get
        {
            var now = DateTime.Now;
            using var process = Process.GetCurrentProcess();
            return (now - process.StartTime).TotalSeconds;
        }
    }

    /// <summary>Training pictures per second within the epoch.</summary>
    internal double EpochRate => Rate(_epochImages, _steps.Elapsed - _epochStart);

    /// <summary>Training pictures per second in this process.</summary>
    internal double AllRate => Rate(_images, _steps.Elapsed);

    internal void BeginEpoch()
    {
        _epochStart = _steps.Elapsed;
        _epochImages = 0;
        _steps.Start();
    }

    /// <summary>Counts the pictures of a step.</summary>
    /// <returns>Whether it was the first of this process.</returns>
    internal bool Count(int images)
    {
        bool isFirst = _images == 0;
        _epochImages += images;
        _images += images;
        return isFirst;
    }

    internal void EndEpoch() => _steps.Stop();

    /// <summary>The time for steps that are left, at the pace so far.</summary>
    internal TimeSpan Remaining(int made, int left) => _all.Elapsed * (left / (double)Math.Max(1, made));

    private static double Rate(long images, TimeSpan time) => images / Math.Max(1e-9, time.TotalSeconds);
}
