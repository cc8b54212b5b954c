using System.Globalization;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Optimizers;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Updates parameters from their gradients: one kernel over the whole arena. What differs from step to step is in device memory, so a
/// step can be captured once and replayed: call <see cref="Prepare"/> before each step or replay.
/// </summary>
public abstract class Optimizer : IDisposable
{
    private const string StepKey = "optimizer_step";

    private readonly Moment[] _moments;
    private bool _isPrepared;

    private protected Optimizer(ParameterArena arena, params string[] moments)
    {
        ArgumentNullException.ThrowIfNull(arena);
        Arena = arena;
        Scalars = arena.Device.AllocatePersistent(ScalarCount);
        _moments = Array.ConvertAll(moments, name => new Moment(name, arena.Device.AllocatePersistent(arena.Values.Length)));
        foreach (var moment in _moments)
        {
            arena.Device.Run(new Fill(moment.Values, 0, moment.Values.Length));
        }
    }

    /// <summary>What an optimiser remembers for each trainable value, laid out like <see cref="ParameterArena.Values"/>.</summary>
    /// <param name="Name">PyTorch's name: exp_avg.</param>
    /// <param name="Values">The numbers.</param>
    internal readonly record struct Moment(string Name, Storage Values);

    /// <summary>The parameters that it updates.</summary>
    public ParameterArena Arena { get; }

    /// <summary>
    /// If the norm over all gradients of a step is larger than this, they are scaled down to it; null, the default, for no clipping.
    /// </summary>
    public double? MaxNorm
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Optimizer: the largest norm of gradients must be above 0.");
    }

    /// <summary>The step that was prepared last, from 1; 0 before the first.</summary>
    public long StepCount { get; private set; }

    /// <summary>What it remembers.</summary>
    internal IReadOnlyList<Moment> Moments => _moments;

    internal const int ScalarCount = 4;

    /// <summary>Numbers that change from step to step; their meaning is the kernel's.</summary>
    private protected Storage Scalars { get; }

    /// <summary>Uploads what the next step needs. It must not be part of a captured step.</summary>
    /// <param name="step">The number of the step, from 1; bias corrections depend on it.</param>
    /// <param name="learningRate">0 or more.</param>
    public void Prepare(long step, double learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        StepCount = step;
        Span<float> scalars = stackalloc float[ScalarCount];
        WriteScalars(scalars, step, learningRate);
        Arena.Device.Upload<float>(scalars, Scalars);
        _isPrepared = true;
    }

    /// <summary>
    /// Updates the parameters; call it after the backward pass. Parameters that the backward pass did not reach count as having zero
    /// gradient.
    /// </summary>
    /// <exception cref="InvalidOperationException">The step was not prepared, and would be made with the numbers of another.</exception>
    public void Step()
    {
        if (!_isPrepared && Arena.Device.RunsKernels)
        {
            throw new InvalidOperationException(
                $"{GetType().Name}: step {StepCount + 1} was not prepared; call Prepare with its number and learning rate before each "
                + "Step, or use TrainStep, which does.");
        }

        _isPrepared = false;
        Arena.ZeroMissingGradients();
        if (MaxNorm is { } norm)
        {
            GradientClip.Run(Arena.Gradients, norm);
        }

        Launch();
    }

    /// <summary>
    /// Adds the step and the moments: one tensor per parameter and moment, in the parameter's layout, named
    /// optimizer.exp_avg.encoder.0.weight.
    /// </summary>
    /// <param name="checkpoint">Where to.</param>
    public void AddTo(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        checkpoint.Metadata[StepKey] = StepCount.ToString(CultureInfo.InvariantCulture);
        foreach (var (key, parameter, values) in Slices())
        {
            checkpoint.AddLikeParameter(key, parameter, values);
        }
    }

    /// <summary>Sets the step and the moments to those of a checkpoint.</summary>
    /// <param name="checkpoint">What <see cref="AddTo"/> filled.</param>
    /// <param name="source">What errors call the checkpoint: its path.</param>
    /// <exception cref="CheckpointException">It has no state of this optimiser, or the state of another model.</exception>
    public void LoadFrom(Checkpoint checkpoint, string source)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (!checkpoint.Metadata.TryGetValue(StepKey, out string? text)
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long step))
        {
            throw new CheckpointException($"Checkpoint: {source} has no {StepKey}; training cannot resume from it, only start.");
        }

        foreach (var (key, parameter, values) in Slices())
        {
            checkpoint.LoadLikeParameter(key, parameter, values, source);
        }

        StepCount = step;
    }

    /// <summary>Frees its memory.</summary>
    public void Dispose()
    {
        Arena.Device.Free(Scalars);
        foreach (var moment in _moments)
        {
            Arena.Device.Free(moment.Values);
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract void WriteScalars(Span<float> scalars, long step, double learningRate);

    private protected abstract void Launch();

    private IEnumerable<(string Key, Parameter Parameter, Storage Values)> Slices() =>
        from moment in _moments
        from slot in Arena.Trainable
        select ($"optimizer.{moment.Name}.{slot.Parameter.Name}", slot.Parameter, moment.Values.Slice(slot.Offset, slot.Parameter.Count));
}
