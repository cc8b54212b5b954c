using System.Globalization;
using System.Text;

namespace ILGpuAutoencoders.Models;

/// <summary>metrics.csv and events.jsonl of a run: whole lines are appended, each by one write, so a kill tears at most the last.</summary>
internal sealed class RunLog : IDisposable
{
    internal const string Header = "epoch,step,train_loss,val_loss,val_mse,val_mae,val_psnr,val_ssim,lr,seconds,images_per_second";

    private readonly FileStream _metrics;
    private readonly FileStream _events;

    internal RunLog(RunFolder run)
    {
        _metrics = Open(run.PathOf(RunFile.Metrics));
        _events = Open(run.PathOf(RunFile.Events));
        Append(_metrics, Header);
    }

    /// <summary>Appends the row of an epoch.</summary>
    internal void Metrics(EpochMetrics m) => Append(_metrics, string.Join(',',
        Text(m.Epoch), Text(m.Step), Text(m.TrainLoss), Text(m.ValLoss), Text(m.ValMse), Text(m.ValMae), Text(m.ValPsnr), Text(m.ValSsim),
        Text(m.LearningRate), Text(Math.Round(m.Seconds, 3)), Text(Math.Round(m.ImagesPerSecond, 2))));

    /// <summary>Appends an event with its time.</summary>
    /// <typeparam name="T">A record or anonymous type.</typeparam>
    /// <param name="name">What happened.</param>
    /// <param name="details">More about it.</param>
    internal void Event<T>(string name, T details) =>
        Append(_events, $"{{\"time\":\"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ}\",\"event\":\"{name}\",\"details\":{ResultJson.Write(details)}}}");

    public void Dispose()
    {
        _metrics.Dispose();
        _events.Dispose();
    }

    // An empty buffer makes each append one write.
    private static FileStream Open(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private static void Append(FileStream file, string line) => file.Write(Encoding.UTF8.GetBytes(line + "\n"));

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
