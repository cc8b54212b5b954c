using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Reports;

public sealed class ReportedTrainingTests : IDisposable
{
    private static readonly TrainingOptions s_tiny = new()
    {
        Model = "shallow",
        Data = "faces:40",
        ImageSize = 16,
        Latent = 4,
        BatchSize = 16,
        Epochs = 1,
        Device = "cpu",
        Threads = 1,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("reported").FullName;

    private string Run => Path.Combine(_folder, "run");

    private string Report => Path.Combine(Run, RunFile.Report);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_training_that_is_done_gets_its_report_and_one_that_is_resumed_a_new_one()
    {
        ReportedTraining.Run(s_tiny, Run);
        Assert.EndsWith("</html>\n", File.ReadAllText(Report), StringComparison.Ordinal);
        File.Delete(Report);
        Assert.Equal(StopReason.Epochs, ReportedTraining.Resume(Run, options => options with { Epochs = 2 }).StoppedBy);
        Assert.EndsWith("</html>\n", File.ReadAllText(Report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_fails_is_a_warning_and_the_training_is_done()
    {
        var observer = new Observer { Start = () => Directory.CreateDirectory(Report) };
        var result = ReportedTraining.Run(s_tiny, Run, observer);
        Assert.Equal((1, StopReason.Epochs), (result.Epochs, result.StoppedBy));
        string warning = Assert.Single(observer.Warnings);
        Assert.Contains("report is missing", warning, StringComparison.Ordinal);
        Assert.EndsWith($"write it with ilgpu-ae report {Run}.", warning, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Run, "*" + AtomicFile.TemporarySuffix));
    }

    [Fact]
    public void One_that_is_interrupted_gets_none()
    {
        using var stop = new CancellationTokenSource();
        var result = ReportedTraining.Run(s_tiny with { Epochs = 3 }, Run, new Observer { Epoch = stop.Cancel }, cancellation: stop.Token);
        Assert.Equal(StopReason.Interrupt, result.StoppedBy);
        Assert.False(File.Exists(Report));
    }

    private sealed class Observer : ITrainingObserver
    {
        internal Action Start { get; init; } = () => { };

        internal Action Epoch { get; init; } = () => { };

        internal List<string> Warnings { get; } = [];

        public void Started(TrainingStart start) => Start();

        public void EpochEnded(EpochMetrics metrics, bool isBest) => Epoch();

        public void Warned(string message) => Warnings.Add(message);
    }
}
