using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Keeps a training in its run: metrics.csv, events.jsonl, bad-images.txt, and curves.png at the end.</summary>
internal sealed class RunRecorder : ITrainingListener, IDisposable
{
    private readonly RunFolder _folder;
    private readonly RunLog _log;

    /// <summary>Opens the files of a run and repairs them.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="epochs">The epochs that its state knows.</param>
    internal RunRecorder(RunFolder folder, IReadOnlyList<EpochMetrics> epochs) => (_folder, _log) = (folder, new RunLog(folder, epochs));

    /// <summary>The epochs given, with the times that metrics.csv had for them.</summary>
    internal IReadOnlyList<EpochMetrics> Epochs => _log.Epochs;

    /// <summary>The run is resumed.</summary>
    internal void Resumed(TrainingResume resume) => _log.Event("resume", resume);

    /// <summary>Pictures do not decode.</summary>
    internal void PicturesSkipped(IReadOnlyList<BadPicture> bad)
    {
        var list = new StringBuilder();
        foreach (var picture in bad)
        {
            list.Append(PlainText.Of(picture.Name)).Append(": ").Append(PlainText.Of(picture.Problem)).Append('\n');
            _log.Event("bad-image", picture);
        }

        _folder.WriteText(RunFile.BadImages, list.ToString());
    }

    public void Started(TrainingStart start) => _log.Event(
        "start",
        new { start.Run, start.Device, start.DeviceReason, start.Parameters, start.TrainImages, start.ValImages, start.StepsPerEpoch });

    public void FirstStepMade(int step, double secondsOfProcess) =>
        _log.Event("first-step", new { step, SecondsSinceProcessStart = secondsOfProcess });

    public void EpochSaved(EpochMetrics metrics, double waitedSeconds)
    {
        _log.Metrics(metrics);
        _log.Event("epoch", metrics);
        _log.Event("data", new { metrics.Epoch, WaitedSeconds = waitedSeconds });
    }

    public void Diverged(int step, string message) => _log.Event("diverged", new { Step = step, Message = message });

    public void Stopped(TrainingState state, StopReason stoppedBy)
    {
        if (state.Epoch > 0)
        {
            TrainingCharts.Save(state.History, _folder.PathToWrite(RunFile.Curves));
        }

        _log.Event("stop", new { state.Step, stoppedBy });
    }

    public void Dispose() => _log.Dispose();
}
