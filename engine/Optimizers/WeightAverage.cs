using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Optimizers;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// An exponential moving average of weights (Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992):
/// a ← a + (1 - d)(p - a) with d = min(decay, (1 + t) / (10 + t)) at step t, so that the starting weights are soon forgotten.
/// Buffers, such as the running statistics of batch normalisation, are averages already and are left alone.
/// </summary>
public sealed class WeightAverage : IDisposable
{
    /// <summary>Prefix of an averaged tensor's name in a checkpoint.</summary>
    public const string Prefix = "ema.";

    private readonly ParameterArena _arena;
    private readonly double _decay;
    private readonly Storage _average;
    private readonly Storage _pull;

    /// <summary>Starts an average at the weights as they are.</summary>
    /// <param name="arena">The weights.</param>
    /// <param name="decay">How much of the average a step keeps, in (0, 1).</param>
    public WeightAverage(ParameterArena arena, double decay)
    {
        ArgumentNullException.ThrowIfNull(arena);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(decay, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(decay, 1);
        (_arena, _decay) = (arena, decay);
        _average = arena.Device.AllocatePersistent(arena.Values.Length);
        _pull = arena.Device.AllocatePersistent(1);
        arena.Device.Run(new Copy(arena.Values, _average, arena.Values.Length));
    }

    /// <summary>Uploads what the next step needs. It must not be part of a captured step.</summary>
    /// <param name="step">The number of the step, from 1.</param>
    public void Prepare(long step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ReadOnlySpan<float> pull = [(float)(1 - Math.Min(_decay, (1.0 + step) / (10.0 + step)))];
        _arena.Device.Upload(pull, _pull);
    }

    /// <summary>Moves the average towards the weights; call it after the optimiser's step.</summary>
    public void Update() => _arena.Device.Run(new PullTowards(_average, _arena.Values, _pull));

    /// <summary>
    /// Exchanges average and weights: the model then computes with the average. A second call changes them back, bit for bit.
    /// </summary>
    public void Swap() => _arena.Device.Run(new Exchange(_average, _arena.Values));

    /// <summary>Adds the averaged weights, named ema.encoder.0.weight.</summary>
    /// <param name="checkpoint">Where to.</param>
    public void AddTo(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        foreach (var (parameter, offset) in _arena.Trainable)
        {
            checkpoint.AddLikeParameter(Prefix + parameter.Name, parameter, _average.Slice(offset, parameter.Count));
        }
    }

    /// <summary>Sets the average to that of a checkpoint.</summary>
    /// <param name="checkpoint">What <see cref="AddTo"/> filled.</param>
    /// <param name="source">What errors call the checkpoint: its path.</param>
    /// <exception cref="CheckpointException">It has no average, or the average of another model.</exception>
    public void LoadFrom(Checkpoint checkpoint, string source)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        foreach (var (parameter, offset) in _arena.Trainable)
        {
            checkpoint.LoadLikeParameter(Prefix + parameter.Name, parameter, _average.Slice(offset, parameter.Count), source);
        }
    }

    /// <summary>Frees its memory.</summary>
    public void Dispose()
    {
        _arena.Device.Free(_average);
        _arena.Device.Free(_pull);
    }
}
