using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>
/// A model with what its training keeps on the device: optimiser, average of the weights, objective and sum of the losses. The first step
/// of each batch size is captured, the others replay it; so is the first pass of each size where a batch is computed in parts.
/// </summary>
internal sealed class Learner : IDisposable
{
    private readonly ulong _seed;
    private readonly bool _isCorrupted;
    private readonly StepShare _share;
    private readonly Optimizer _optimizer;
    private readonly WeightAverage? _average;
    private readonly RandomState _random;
    private readonly Dictionary<int, (Tensor Input, Tensor Target)> _tensors = [];
    private readonly CapturedBySize _steps, _passes, _updates;
    private GradientTree? _tree;

    /// <summary>Prepares a model for training.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="options">Resolved options.</param>
    /// <param name="stepsPerEpoch">1 or more.</param>
    /// <param name="world">The ranks that a step is divided over; null for this process alone.</param>
    internal Learner(Autoencoder model, TrainingOptions options, int stepsPerEpoch, IWorld? world = null)
    {
        (Model, _seed, _isCorrupted) = (model, options.Seed, !options.Corruption.IsNone);
        _share = new StepShare(options, world ?? AloneWorld.Instance);
        var device = model.Arena.Device;
        (_steps, _passes, _updates) = (new(device, ComputeStep), new(device, ComputePass), new(device, ComputeUpdate));
        _optimizer = options.Optimizer.Create(model.Arena, options.WeightDecay, options.ClipNorm);
        _average = options.Ema is { } decay ? new WeightAverage(model.Arena, decay) : null;
        Objective = model.CreateObjective(options.Loss.Of, stepsPerEpoch);
        Losses = new LossTotal(device);
        _random = new RandomState(device, _seed);
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
    /// <param name="input">count x S x S x 3 values; only the pictures of this rank are read, here and in the target.</param>
    /// <param name="target">What they should become; not read if inputs have no noise.</param>
    /// <param name="count">Number of pictures.</param>
    internal void Step(int step, double learningRate, ReadOnlySpan<float> input, ReadOnlySpan<float> target, int count)
    {
        int parts = _share.CountOf(count), values = input.Length / count;
        var (first, end) = _share.PartsOf(count);
        if (parts > 1)
        {
            Reserve(parts).Begin();
        }

        for (int part = first; part < end; part++)
        {
            var (start, length) = _share.Range(count, part);
            var tensors = TensorsOf(length);
            tensors.Input.CopyFrom(input.Slice(start * values, length * values));
            if (_isCorrupted)
            {
                tensors.Target.CopyFrom(target.Slice(start * values, length * values));
            }

            // After the pictures, whose way to a GPU is the longest.
            if (part == first)
            {
                Prepare(step, learningRate);
            }

            _random.Set(_seed, (uint)step, (uint)start);
            if (parts == 1)
            {
                _steps.Run(length);
            }
            else
            {
                _passes.Run(length);
                _tree!.Add(part, parts, (float)length / count);
            }
        }

        // The last batch of an epoch may have fewer parts than there are ranks.
        if (first == end)
        {
            Prepare(step, learningRate);
        }

        if (parts > 1)
        {
            _tree!.Exchange(parts);
            _updates.Run(count);
        }
    }

    /// <summary>Takes the memory of a batch size.</summary>
    /// <param name="count">Number of pictures.</param>
    internal void Capture(int count)
    {
        int parts = _share.CountOf(count);
        if (parts > 1)
        {
            Reserve(parts);
        }

        var (first, end) = _share.PartsOf(count);
        foreach (int part in first < end ? [first, end - 1] : Array.Empty<int>())
        {
            int length = _share.Range(count, part).Length;
            TensorsOf(length);
            (parts > 1 ? _passes : _steps).Run(length);
        }

        if (parts > 1)
        {
            _updates.Run(count);
        }
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

        _tree?.Dispose();
        Losses.Dispose();
        Objective.Dispose();
        _average?.Dispose();
        _optimizer.Dispose();
    }

    private GradientTree Reserve(int parts)
    {
        _tree ??= new GradientTree(Model.Arena, _share.World);
        _tree.Reserve(parts);
        return _tree;
    }

    private void Prepare(int step, double learningRate)
    {
        _optimizer.Prepare(step, learningRate);
        Objective.Prepare(step);
        _average?.Prepare(step);
    }

    private void ComputeStep(int count)
    {
        var loss = LossOf(count);
        Losses.Add(loss, count);
        loss.Backward(freeIntermediates: true);
        Update();
    }

    private void ComputePass(int count)
    {
        var loss = LossOf(count);
        loss.Backward(freeIntermediates: true);
        _tree!.EndPass(loss);
    }

    private void ComputeUpdate(int count)
    {
        Losses.Add(_tree!.Loss, count);
        Update();
    }

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

    private Tensor LossOf(int count)
    {
        var (input, target) = _tensors[count];
        Model.Arena.BeginStep();
        return Objective.Compute(input, target, new ForwardPass(IsTraining: true, _random));
    }

    private void Update()
    {
        _optimizer.Step();
        _average?.Update();
    }
}
