namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A step of training as one call: forward, loss, backward and update. The first call captures it, the others replay it, so that they
/// allocate nothing and check nothing again.
/// </summary>
/// <example>
/// <code>
/// using var step = new TrainStep(adam, [256, 32], (x, _, pass) => model.Forward(x, pass).MeanSquaredError(x));
/// step.Run(batch, batch, learningRate: 1e-3);
/// </code>
/// </example>
public sealed class TrainStep : IDisposable
{
    private readonly Optimizer _optimizer;
    private readonly Func<Tensor, Tensor, ForwardPass, Tensor> _loss;
    private readonly ulong _seed;
    private readonly Tensor _input, _target;
    private readonly RandomState _random;
    private readonly LossTotal _losses;
    private CapturedStep? _captured;

    /// <summary>Prepares steps of one batch size.</summary>
    /// <param name="optimizer">Of the parameters that are trained; it stays the caller's.</param>
    /// <param name="input">The shape of a batch of inputs.</param>
    /// <param name="target">The shape of what they should become; null where the input is the target, as of an autoencoder.</param>
    /// <param name="loss">From input, target and pass to a loss of one element. It runs once, so it must not depend on anything else that
    /// changes from step to step.</param>
    /// <param name="seed">Decides dropout and other random numbers of a step.</param>
    public TrainStep(
        Optimizer optimizer, Shape input, Shape? target, Func<Tensor, Tensor, ForwardPass, Tensor> loss, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        (_optimizer, _loss, _seed) = (optimizer, loss, seed);
        var device = optimizer.Arena.Device;
        _input = new Tensor(input, device.AllocatePersistent(input.Count));
        _target = target is { } shape ? new Tensor(shape, device.AllocatePersistent(shape.Count)) : _input;
        _random = new RandomState(device, seed);
        _losses = new LossTotal(device);
    }

    /// <summary>Prepares steps of an autoencoder, whose input is the target.</summary>
    /// <inheritdoc cref="TrainStep(Optimizer, Shape, Shape?, Func{Tensor, Tensor, ForwardPass, Tensor}, ulong)"/>
    public TrainStep(Optimizer optimizer, Shape input, Func<Tensor, ForwardPass, Tensor> loss, ulong seed = 0)
        : this(optimizer, input, null, (x, _, pass) => loss(x, pass), seed) => ArgumentNullException.ThrowIfNull(loss);

    /// <summary>The loss of the latest step. Reading it waits for the device.</summary>
    public float Loss => _losses.Read().Latest;

    /// <summary>Makes a step; its number is one more than that of the optimiser's latest.</summary>
    /// <param name="input">The inputs, last axis fastest.</param>
    /// <param name="target">What they should become; empty where the input is the target.</param>
    /// <param name="learningRate">0 or more.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public void Run(ReadOnlySpan<float> input, ReadOnlySpan<float> target, double learningRate)
    {
        _input.CopyFrom(input);
        if (_target != _input)
        {
            _target.CopyFrom(target);
        }
        else if (!target.IsEmpty)
        {
            throw new ArgumentException(
                "TrainStep: its input is the target; leave the target empty, or give its shape first.", nameof(target));
        }

        long step = _optimizer.StepCount + 1;
        _optimizer.Prepare(step, learningRate);
        _random.Set(_seed, (uint)step, 0);
        if (_captured is null)
        {
            _captured = _optimizer.Arena.Device.Capture(Compute);
        }
        else
        {
            _captured.Replay();
        }
    }

    /// <summary>Makes a step of an autoencoder.</summary>
    /// <param name="input">The inputs, last axis fastest, which are the target too.</param>
    /// <param name="learningRate">0 or more.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public void Run(ReadOnlySpan<float> input, double learningRate) => Run(input, [], learningRate);

    /// <summary>Frees its memory.</summary>
    public void Dispose()
    {
        var device = _optimizer.Arena.Device;
        device.Free(_input.Storage);
        if (_target != _input)
        {
            device.Free(_target.Storage);
        }

        _random.Dispose();
        _losses.Dispose();
    }

    private void Compute()
    {
        _optimizer.Arena.BeginStep();
        var loss = _loss(_input, _target, new ForwardPass(IsTraining: true, _random));
        _losses.Add(loss, 1);
        loss.Backward(freeIntermediates: true);
        _optimizer.Step();
    }
}
