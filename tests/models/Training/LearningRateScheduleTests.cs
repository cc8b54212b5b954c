using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Tests.Models.Training;

public class LearningRateScheduleTests
{
    private const int Batches = 4;

    private static readonly TrainingOptions s_options = new() { LearningRate = 0.8, Epochs = 5 };

    // Each table holds the rates of steps 1 to 20, an epoch a line, computed by hand from the formulas.
    [Fact]
    public void None() => Check(s_options, Enumerable.Repeat(0.8, 20));

    [Fact]
    public void Warm_up_rises_in_equal_steps() => Check(s_options with { Warmup = 1.25 }, [
        0.16, 0.32, 0.48, 0.64,
        0.8, 0.8, 0.8, 0.8,
        0.8, 0.8, 0.8, 0.8,
        0.8, 0.8, 0.8, 0.8,
        0.8, 0.8, 0.8, 0.8]);

    [Fact]
    public void Step() => Check(s_options with { Schedule = ScheduleKind.Step, StepSize = 2, Gamma = 0.25 }, [
        0.8, 0.8, 0.8, 0.8,
        0.8, 0.8, 0.8, 0.8,
        0.2, 0.2, 0.2, 0.2,
        0.2, 0.2, 0.2, 0.2,
        0.05, 0.05, 0.05, 0.05]);

    // cos(π/18 · 0 .. 17) after two steps of warm-up: the first full rate is the third step's.
    [Fact]
    public void Cosine() => Check(s_options with { Schedule = ScheduleKind.Cosine, Warmup = 0.5 }, [
        0.4, 0.8, 0.8, 0.7939231,
        0.7758770, 0.7464102, 0.7064178, 0.6571150,
        0.6000000, 0.5368081, 0.4694593, 0.4000000,
        0.3305407, 0.2631919, 0.2000000, 0.1428850,
        0.0935822, 0.0535898, 0.0241230, 0.0060769]);

    // Best 0.5; then 0.49998 is no improvement by a ten-thousandth, nor is 0.6: two in a row are more than a patience of 1.
    [Fact]
    public void Plateau() => Check(
        s_options with { Schedule = ScheduleKind.Plateau, PlateauFactor = 0.5, PlateauPatience = 1 },
        [
            0.8, 0.8, 0.8, 0.8,
            0.8, 0.8, 0.8, 0.8,
            0.8, 0.8, 0.8, 0.8,
            0.4, 0.4, 0.4, 0.4,
            0.4, 0.4, 0.4, 0.4],
        [0.5, 0.49998, 0.6, 0.7, 0.4]);

    [Fact]
    public void Plateau_counts_anew_after_a_reduction() => Check(
        s_options with { Schedule = ScheduleKind.Plateau, PlateauFactor = 0.1, PlateauPatience = 0, Warmup = 0.5 },
        [
            0.4, 0.8, 0.8, 0.8,
            0.8, 0.8, 0.8, 0.8,
            0.08, 0.08, 0.08, 0.08,
            0.08, 0.08, 0.08, 0.08,
            0.008, 0.008, 0.008, 0.008],
        [0.5, 0.5, 0.3, 0.9, 0.1]);

    private static void Check(TrainingOptions options, IEnumerable<double> expected, double[]? valLosses = null)
    {
        var schedule = new LearningRateSchedule(options, Batches, Batches * options.Epochs);
        var state = TrainingState.Start;
        var actual = new List<double>();
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            for (int batch = 0; batch < Batches; batch++)
            {
                actual.Add(schedule.Of(state));
                state = state with { Batch = batch + 1, Step = state.Step + 1 };
            }

            state = state with
            {
                Batch = 0,
                History =
                    [.. state.History, new EpochMetrics(epoch, state.Step, 1, valLosses?[epoch - 1], null, null, null, null, 0, 0, 0)]
            };
        }

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(20, actual.Count);
    }
}
