using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Runs;

/// <summary>metrics.csv and events.jsonl of a run: whole lines are appended, each by one write, so a kill tears at most the last.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly LineFile _metrics, _events;

    /// <summary>
    /// Opens the files of a run. metrics.csv then has the rows of the given epochs and no others; a torn last event is cut off.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="epochs">The epochs that its state knows.</param>
    internal RunLog(RunFolder run, IReadOnlyList<EpochMetrics> epochs)
    {
        string metrics = run.PathOf(RunFile.Metrics);
        Epochs = MetricsTable.WithTimes(epochs, File.Exists(metrics) ? PlainFile.ReadAllLines(metrics) : []);
        run.WriteText(
            RunFile.Metrics, string.Concat(Epochs.Select(MetricsTable.Row).Prepend(MetricsTable.Header).Select(row => row + "\n")));
        _metrics = new LineFile(metrics);
        try
        {
            _events = new LineFile(run.PathToAppend(RunFile.Events));
        }
        catch
        {
            _metrics.Dispose();
            throw;
        }
    }

    /// <summary>The epochs given, with the times that metrics.csv had for them.</summary>
    internal IReadOnlyList<EpochMetrics> Epochs { get; }

    /// <summary>Appends the row of an epoch.</summary>
    internal void Metrics(EpochMetrics metrics) => _metrics.Append(MetricsTable.Row(metrics));

    /// <summary>Appends an event with its time.</summary>
    /// <typeparam name="T">A record or anonymous type.</typeparam>
    /// <param name="name">What happened.</param>
    /// <param name="details">More about it.</param>
    internal void Event<T>(string name, T details) =>
        _events.Append(
            $"{{\"time\":\"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ}\",\"event\":\"{name}\",\"details\":{ResultJson.Write(details)}}}");

    public void Dispose()
    {
        _metrics.Dispose();
        _events.Dispose();
    }
}
