using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Long;

public sealed class SoakTests : IDisposable
{
    private const int Steps = 2000, Settled = 500, FewSteps = 24, FewSettled = 12;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Explicit = true)]
    [InlineData("conv")]
    [InlineData("vae")]
    public void Memory_stays_flat_over_2000_steps(string family)
    {
        var watch = Train(family, Steps, Settled);
        var (slope, first) = watch.Slope();
        LongRun.Report(
            "MEM-2", $"{family}, {Steps} steps: live bytes of the device {watch.LeastLive:N0} to {watch.MostLive:N0}, {first / 1e6:F0} MB "
            + $"resident, growing by {100 * slope * Steps / first:F2}% in {Steps} steps");
        Assert.Equal(watch.LeastLive, watch.MostLive);
        Assert.True(slope * Steps < 0.02 * first);
    }

    [Fact]
    public void Live_buffers_stay_the_same_from_step_to_step()
    {
        var watch = Train("shallow", FewSteps, FewSettled);
        Assert.Equal(watch.LeastLive, watch.MostLive);
        Assert.InRange(watch.MostLive, 1, 1 << 30);
    }

    private Watch Train(string family, int steps, int settled)
    {
        var options =
            new TrainingOptions
            {
                Model = family,
                Data = "faces:80",
                ImageSize = 32,
                Latent = 16,
                BatchSize = 16,
                Epochs = 100_000,
                MaxSteps = steps,
                Device = "cpu",
                Threads = 1
            };
        using var device = new SimdDevice(1);
        var watch = new Watch(device, settled);
        var place = new Workplace(new DeviceChoice(device, "a test"), RunPictures.Open(options));
        Trainer.RunIn(place, options, _folder["run"], watch, CancellationToken.None);
        return watch;
    }

    /// <summary>Looks at memory while training goes on.</summary>
    private sealed class Watch(ComputeDevice device, int settled) : ITrainingObserver
    {
        private readonly List<(double Step, double Bytes)> _resident = [];

        internal long LeastLive { get; private set; } = long.MaxValue;

        internal long MostLive { get; private set; }

        public void Stepped(in TrainingStep step)
        {
            if (step.Step < settled)
            {
                return;
            }

            (LeastLive, MostLive) = (Math.Min(LeastLive, device.LiveBytes), Math.Max(MostLive, device.LiveBytes));
            if (step.Step % 10 == 0)
            {
                _resident.Add((step.Step, Environment.WorkingSet));
            }
        }

        /// <summary>Bytes a step by least squares, and bytes at the start.</summary>
        internal (double Slope, double First) Slope()
        {
            double meanStep = _resident.Average(p => p.Step), meanBytes = _resident.Average(p => p.Bytes);
            double slope =
                _resident.Sum(
                    p => (p.Step - meanStep) * (p.Bytes - meanBytes)) / _resident.Sum(p => (p.Step - meanStep) * (p.Step - meanStep));
            return (slope, _resident[0].Bytes);
        }
    }
}
