using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>Progress for files and pipes: whole lines without escape codes, at most one per interval for steps and one per epoch.</summary>
/// <param name="error">Where the lines go.</param>
/// <param name="isQuiet">Whether only warnings are written.</param>
/// <param name="clock">What the interval is measured by.</param>
internal sealed class PlainProgress(TextWriter error, bool isQuiet, TimeProvider clock) : ITourObserver
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Pace _pace = new(clock);
    private long _last = clock.GetTimestamp();
    private int _epochs;
    private (int Components, double Psnr)? _control;
    private string? _device;

    public void Loading(int ready, int total)
    {
        lock (_lock)
        {
            string pace = _pace.At(ready, total);
            if (IsDue())
            {
                Write($"pictures: {Text.Count(ready)} of {Text.Count(total)} ready{pace}");
            }
        }
    }

    public void Fitting(int done, int total)
    {
        if (IsDue())
        {
            Write($"principal components: step {done} of {total}");
        }
    }

    public void DeviceOpened(string device, string reason)
    {
        string line = ProgressLines.OfDevice(device, reason);
        if (line != _device)
        {
            Write(line);
            _device = line;
        }
    }

    public void Resumed(TrainingResume resume) => Write(ProgressLines.Of(resume));

    public void Started(TrainingStart start)
    {
        (_epochs, _control) = (start.Options.Epochs, null);
        DeviceOpened(start.Device, start.DeviceReason);
        Write(ProgressLines.Of(start));
    }

    public void Stepped(in TrainingStep step)
    {
        if (IsDue())
        {
            Write(ProgressLines.Of(step));
        }
    }

    public void ControlMeasured(int components, double psnr) => _control = (components, psnr);

    public void EpochEnded(EpochMetrics metrics, bool isBest)
    {
        Write(ProgressLines.Of(metrics, _epochs, isBest, _control));
        _last = clock.GetTimestamp();
    }

    public void Warned(string message) => error.WriteLine($"warning: {PlainText.Of(message)}");

    public void PartStarted(int number, int count, string title) => Write($"[{number}/{count}] {title}");

    public void PartEnded(TourPart part) => Write(ProgressLines.Of(part));

    private bool IsDue()
    {
        if (clock.GetElapsedTime(_last) < s_interval)
        {
            return false;
        }

        _last = clock.GetTimestamp();
        return true;
    }

    private void Write(string line)
    {
        if (!isQuiet)
        {
            error.WriteLine(PlainText.Of(line));
        }
    }
}
