namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Dropout: in training each value becomes 0 with probability p and the others are scaled by 1 / (1 - p); in inference it does nothing.
/// </summary>
public sealed class DropoutLayer : Layer
{
    private readonly float _probability;
    private readonly int _number;

    /// <summary>Describes a dropout.</summary>
    /// <param name="probability">p, in [0, 1).</param>
    /// <param name="number">Its number among the dropouts of the model, from 0: each draws from a separate stream.</param>
    public DropoutLayer(float probability, int number = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        _probability = probability is >= 0 and < 1
            ? probability
            : throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout: the probability must be in [0, 1).");
        _number = number;
    }

    /// <inheritdoc/>
    public override string Kind => "Dropout";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It is training, and the pass has no random numbers.</exception>
    public override Tensor Forward(Tensor x, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(pass);
        if (!pass.IsTraining || _probability == 0)
        {
            return x;
        }

        var random = pass.Random
            ?? throw new InvalidOperationException(
                "Dropout: a training pass through this model needs random numbers; give the ForwardPass a RandomState.");
        return x.Dropout(_probability, random, _number);
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return x;
    }
}
