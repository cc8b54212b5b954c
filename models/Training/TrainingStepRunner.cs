using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Makes training steps. The first of each batch size is captured, the others replay it.</summary>
/// <param name="model">What is trained.</param>
/// <param name="optimizer">How.</param>
/// <param name="average">Follows the weights; null for none.</param>
/// <param name="objective">What is minimised.</param>
/// <param name="total">Where losses are added up.</param>
/// <param name="seed">Of dropout and of drawn latent vectors.</param>
/// <param name="isCorrupted">Whether inputs differ from targets.</param>
internal sealed class TrainingStepRunner(Autoencoder model, Optimizer optimizer, WeightAverage? average, TrainingObjective objective, LossTotal total, ulong seed, bool isCorrupted) : IDisposable
{
    private readonly Dictionary<int, (Tensor Input, Tensor Target)> _tensors = [];
    private readonly Dictionary<int, CapturedStep> _captured = [];
    private readonly RandomState _random = new(model.Arena.Device, seed);

    /// <summary>Makes a step.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="learningRate">Above 0.</param>
    /// <param name="input">count x S x S x 3 values.</param>
    /// <param name="target">What they should become; not read where inputs are not corrupted.</param>
    /// <param name="count">Number of pictures.</param>
    internal void Step(int step, double learningRate, ReadOnlySpan<float> input, ReadOnlySpan<float> target, int count)
    {
        var tensors = TensorsOf(count);
        tensors.Input.CopyFrom(input);
        if (isCorrupted)
        {
            tensors.Target.CopyFrom(target);
        }

        optimizer.Prepare(step, learningRate);
        objective.Prepare(step);
        average?.Prepare(step);
        _random.Set(seed, (uint)step);
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

    public void Dispose()
    {
        _random.Dispose();
        foreach (var (input, target) in _tensors.Values)
        {
            input.Device.Free(input.Storage);
            if (isCorrupted)
            {
                target.Device.Free(target.Storage);
            }
        }
    }

    // A method of its own: what a lambda captures is allocated where its scope begins, for replayed steps too.
    private CapturedStep Capture((Tensor Input, Tensor Target) tensors, int count) => model.Arena.Device.Capture(() => Compute(tensors.Input, tensors.Target, count));

    private (Tensor Input, Tensor Target) TensorsOf(int count)
    {
        if (!_tensors.TryGetValue(count, out var tensors))
        {
            var device = model.Arena.Device;
            var input = Tensor.Allocate(device, model.PicturesShape(count));
            tensors = (input, isCorrupted ? Tensor.Allocate(device, input.Shape) : input);
            _tensors.Add(count, tensors);
        }

        return tensors;
    }

    private void Compute(Tensor input, Tensor target, int count)
    {
        model.Arena.BeginStep();
        var value = objective.Compute(input, target, new ForwardPass(IsTraining: true, _random));
        total.Add(value, count);
        value.Backward(freeIntermediates: true);
        optimizer.Step();
        average?.Update();
    }
}
