namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>How fast pictures go by, and how long the rest takes, measured from the first that was reported.</summary>
/// <param name="clock">What it is measured by.</param>
internal sealed class Pace(TimeProvider clock)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private long _start;
    private int _first, _last, _total;

    /// <summary>Reports how many are done.</summary>
    /// <returns>Pictures per second and what is left, to follow a count; empty in the first second.</returns>
    internal string At(int done, int total)
    {
        if (total != _total || done < _last)
        {
            (_start, _first, _total) = (clock.GetTimestamp(), done, total);
        }

        _last = done;
        var elapsed = clock.GetElapsedTime(_start);
        double rate = (done - _first) / elapsed.TotalSeconds;
        return elapsed < s_shortest || rate == 0
            ? ""
            : $"  {Text.Speed(rate)}  {Text.Duration(TimeSpan.FromSeconds((total - done) / rate))} left";
    }
}
