using System.Diagnostics;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>
/// The learning rate of a step as a function of the options and of where training stands; it has no state of its own.
/// With W = round(warmup · batches per epoch), T steps in all, e finished epochs and t steps made, the rate of the next step is
/// lr · min(1, (t + 1) / W) · f, where f is
/// <code>
/// none     1
/// step     gamma ^ ⌊e / step-size⌋
/// cosine   ½ (1 + cos(π (t - W) / (T - W))) once t ≥ W                                 (Loshchilov and Hutter, SGDR, 2017)
/// plateau  plateau-factor ^ n, n counting how often plateau-patience + 1 epochs in a row had no loss on val below (1 - 10⁻⁴) x best
/// </code>
/// </summary>
/// <param name="options">The rate and its schedule.</param>
/// <param name="batches">Batches per epoch.</param>
/// <param name="steps">T.</param>
internal sealed class LearningRateSchedule(TrainingOptions options, int batches, int steps)
{
    private const double Threshold = 1e-4;

    private readonly int _warmup = (int)Math.Min(int.MaxValue, Math.Round(options.Warmup * batches));

    /// <summary>The rate of the step after a state.</summary>
    internal double Of(TrainingState state)
    {
        double warm = state.Step < _warmup ? (state.Step + 1.0) / _warmup : 1;
        return options.LearningRate * warm * options.Schedule switch
        {
            ScheduleKind.None => 1,
            ScheduleKind.Step => Math.Pow(options.Gamma, state.Epoch / options.StepSize),
            ScheduleKind.Cosine => state.Step <= _warmup
                ? 1
                : 0.5 * (1 + Math.Cos(Math.PI * (state.Step - _warmup) / Math.Max(1, steps - _warmup))),
            ScheduleKind.Plateau => Math.Pow(options.PlateauFactor, Reductions(state.History)),
            _ => throw new UnreachableException($"The schedule {options.Schedule} has no rate."),
        };
    }

    private int Reductions(IReadOnlyList<EpochMetrics> history)
    {
        double best = double.PositiveInfinity;
        int reductions = 0, worse = 0;
        for (int i = 0; i < history.Count; i++)
        {
            if (history[i].Judged < best * (1 - Threshold))
            {
                (best, worse) = (history[i].Judged, 0);
            }
            else if (++worse > options.PlateauPatience)
            {
                (reductions, worse) = (reductions + 1, 0);
            }
        }

        return reductions;
    }
}
