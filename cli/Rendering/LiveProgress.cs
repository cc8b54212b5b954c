using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using Spectre.Console;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>Progress for a person at a terminal: one bar that is redrawn, and a line that stays for each epoch.</summary>
internal sealed class LiveProgress : ITourObserver
{
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _bar;
    private readonly Lock _lock = new();
    private readonly Pace _pace = new(TimeProvider.System);
    private readonly LiveStatus _status;
    private int _epochs;
    private (int Components, double Psnr)? _control;
    private string? _device;

    private LiveProgress(IAnsiConsole console, ProgressTask bar, LiveStatus status) =>
        (_console, _bar, _status) = (console, bar, status);

    /// <summary>Does work while the bar is shown.</summary>
    internal static T Run<T>(CliConsole console, Func<ITourObserver, T> work)
    {
        var ansi = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(console.Error),
            Interactive = InteractionSupport.Yes,
            Ansi = AnsiSupport.Yes,
            ColorSystem = console.HasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        var status = new LiveStatus();
        return ansi.Progress().AutoClear(true).Columns(status).Start(
            context => work(new LiveProgress(ansi, context.AddTask("pictures", autoStart: false), status)));
    }

    public void Loading(int ready, int total)
    {
        lock (_lock)
        {
            Show(ready, total, $"pictures {Text.Count(ready)}/{Text.Count(total)}{_pace.At(ready, total)}");
        }
    }

    public void Fitting(int done, int total) => Show(done, total, $"principal components: step {done} of {total}");

    public void DeviceOpened(string device, string reason)
    {
        string line = ProgressLines.OfDevice(device, reason);
        if (line != _device)
        {
            Keep(line);
            _device = line;
        }
    }

    public void Resumed(TrainingResume resume) => Keep(ProgressLines.Of(resume));

    public void Started(TrainingStart start)
    {
        (_epochs, _control) = (start.Options.Epochs, null);
        DeviceOpened(start.Device, start.DeviceReason);
        Keep(ProgressLines.Of(start));
    }

    public void Stepped(in TrainingStep step) => Show(step.Batch, step.Batches, ProgressLines.PartsOf(step));

    public void ControlMeasured(int components, double psnr) => _control = (components, psnr);

    public void EpochEnded(EpochMetrics metrics, bool isBest) => Keep(ProgressLines.Of(metrics, _epochs, isBest, _control));

    public void Warned(string message) => Keep($"warning: {message}");

    public void PartStarted(int number, int count, string title) => Keep($"[{number}/{count}] {title}");

    public void PartEnded(TourPart part) => Keep(ProgressLines.Of(part));

    private void Show(int value, int total, params string[] parts)
    {
        _bar.MaxValue = total;
        _bar.Value = value;
        _status.Parts = parts;
    }

    private void Keep(string line) => _console.Write(new KeptLine(PlainText.Of(line)));
}
