using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>
/// A model with what its training keeps on the device: optimiser, average of the weights, objective and sum of the losses. The first step
/// of each batch size is captured, the others replay it.
/// </summary>
internal sealed class Learner : IDisposable
{
    private readonly ulong _seed;
    private readonly bool _isCorrupted;
    private readonly Optimizer _optimizer;
    private readonly WeightAverage? _average;
    private readonly RandomState _random;
    private readonly Dictionary<int, (Tensor Input, Tensor Target)> _tensors = [];
    private readonly Dictionary<int, CapturedStep> _captured = [];

    /// <summary>Prepares a model for training.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="options">Resolved options.</param>
    /// <param name="stepsPerEpoch">1 or more.</param>
    internal Learner(Autoencoder model, TrainingOptions options, int stepsPerEpoch)
    {
        (Model, _seed, _isCorrupted) = (model, options.Seed, !options.Corruption.IsNone);
        _optimizer = options.Optimizer.Create(model.Arena, options.WeightDecay, options.ClipNorm);
        _average = options.Ema is { } decay ? new WeightAverage(model.Arena, decay) : null;
        Objective = model.CreateObjective(options.Loss.Of, stepsPerEpoch);
        Losses = new LossTotal(model.Arena.Device);
        _random = new RandomState(model.Arena.Device, _seed);
    }

    /// <summary>What is trained.</summary>
    internal Autoencoder Model { get; }

    /// <summary>What is minimised.</summary>
    internal TrainingObjective Objective { get; }

    /// <summary>Where losses are added up.</summary>
    internal LossTotal Losses { get; }

    /// <summary>Makes a step.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="learningRate">Above 0.</param>
    /// <param name="input">count x S x S x 3 values.</param>
    /// <param name="target">What they should become; not read if inputs have no noise.</param>
    /// <param name="count">Number of pictures.</param>
    internal void Step(int step, double learningRate, ReadOnlySpan<float> input, ReadOnlySpan<float> target, int count)
    {
        var tensors = TensorsOf(count);
        tensors.Input.CopyFrom(input);
        if (_isCorrupted)
        {
            tensors.Target.CopyFrom(target);
        }

        _optimizer.Prepare(step, learningRate);
        Objective.Prepare(step);
        _average?.Prepare(step);
        _random.Set(_seed, (uint)step);
        if (_captured.TryGetValue(count, out var captured))
        {
            captured.Replay();
        }
        else
        {
            Capture(count);
        }
    }

    /// <summary>Takes the memory of a batch size, and makes the step that is replayed from then on.</summary>
    /// <param name="count">Number of pictures.</param>
    internal void Capture(int count)
    {
        var tensors = TensorsOf(count);
        _captured.Add(count, Capture(tensors, count));
    }

    /// <summary>Exchanges the weights for their average, or back; without an average it does nothing.</summary>
    internal void SwapAverage() => _average?.Swap();

    /// <summary>Weights, moments and average.</summary>
    /// <param name="metadata">What the model's own file says.</param>
    internal Checkpoint ToCheckpoint(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var checkpoint = Model.ToCheckpoint(metadata);
        _optimizer.AddTo(checkpoint);
        _average?.AddTo(checkpoint);
        return checkpoint;
    }

    /// <summary>Takes what <see cref="ToCheckpoint"/> gave.</summary>
    /// <param name="checkpoint">The state file.</param>
    /// <param name="source">Its path, for messages.</param>
    /// <param name="losses">Sum of the losses of the epoch in progress.</param>
    /// <exception cref="CheckpointException">It is of another network or optimiser.</exception>
    internal void Load(Checkpoint checkpoint, string source, float losses)
    {
        Model.Load(checkpoint, source);
        _optimizer.LoadFrom(checkpoint, source);
        _average?.LoadFrom(checkpoint, source);
        Losses.Reset(losses);
    }

    public void Dispose()
    {
        _random.Dispose();
        foreach (var (input, target) in _tensors.Values)
        {
            input.Device.Free(input.Storage);
            if (_isCorrupted)
            {
                target.Device.Free(target.Storage);
            }
        }

        Losses.Dispose();
        Objective.Dispose();
        _average?.Dispose();
        _optimizer.Dispose();
    }

    // A method of its own: what a lambda captures is allocated where its scope begins, for replayed steps too.
    private CapturedStep Capture((Tensor Input, Tensor Target) tensors, int count) =>
        Model.Arena.Device.Capture(() => Compute(tensors.Input, tensors.Target, count));

    private (Tensor Input, Tensor Target) TensorsOf(int count)
    {
        if (!_tensors.TryGetValue(count, out var tensors))
        {
            var input = Tensor.Allocate(Model.Arena.Device, Model.PicturesShape(count));
            tensors = (input, _isCorrupted ? Tensor.Allocate(input.Device, input.Shape) : input);
            _tensors.Add(count, tensors);
        }

        return tensors;
    }

    private void Compute(Tensor input, Tensor target, int count)
    {
        Model.Arena.BeginStep();
        var value = Objective.Compute(input, target, new ForwardPass(IsTraining: true, _random));
        Losses.Add(value, count);
        value.Backward(freeIntermediates: true);
        _optimizer.Step();
        _average?.Update();
    }
}
