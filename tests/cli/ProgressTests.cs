using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Cli;

public class ProgressTests
{
    private static readonly TrainingStart s_start = new(
        "runs/conv/1", new TrainingOptions { Epochs = 2 }, "cpu", "no CUDA driver: using cpu", 1234, 90, 5, 100);
    private static readonly EpochMetrics s_epoch = new(1, 100, 0.05, 0.04, 0.04, 0.1, 14, null, 1e-3, 1, 1500);

    [Fact]
    public void Plain_progress_is_a_line_an_interval_and_a_line_an_epoch()
    {
        var clock = new ManualClock();
        using var error = new StringWriter();
        var progress = new PlainProgress(error, isQuiet: false, clock);

        progress.Started(s_start);
        for (int batch = 1; batch <= 100; batch++)
        {
            clock.Advance(TimeSpan.FromSeconds(0.25));
            progress.Stepped(Step(batch));
        }

        progress.EpochEnded(s_epoch, isBest: true);
        GoldenText.Equal("progress-plain", error.ToString());
    }

    [Fact]
    public void Quiet_progress_only_warns()
    {
        using var error = new StringWriter();
        var progress = new PlainProgress(error, isQuiet: true, new ManualClock());

        progress.Started(s_start);
        progress.EpochEnded(s_epoch, isBest: false);
        progress.Warned("a.jpg is left out");

        Assert.Equal("warning: a.jpg is left out" + Environment.NewLine, error.ToString());
    }

    [Fact]
    public void Live_progress_keeps_a_line_an_epoch_and_honours_NO_COLOR()
    {
        using var error = new StringWriter();
        var console = new CliConsole(TextWriter.Null, TextWriter.Synchronized(error), isInteractive: true, hasColor: false);

        int result = LiveProgress.Run(console, progress =>
        {
            progress.Started(s_start);
            progress.Stepped(Step(50));
            progress.EpochEnded(s_epoch, isBest: true);
            return 7;
        });

        Assert.Equal(7, result);
        Assert.Contains("epoch 1/2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*(3[0-9]|9[0-9]|38;[0-9;]*)m", error.ToString());
    }

    private static TrainingStep Step(int batch) => new(1, 2, batch, 100, batch, 0.05f, 1500, TimeSpan.FromSeconds(90));

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        internal void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
