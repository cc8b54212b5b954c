namespace ILGpuAutoencoders.Engine;

/// <summary>What layers need to know about the pass they are in.</summary>
/// <param name="IsTraining">Whether dropout drops and batch normalisation uses, and tracks, the statistics of the batch.</param>
/// <param name="Random">Where dropout draws from in training; needed only by networks with dropout.</param>
public sealed record ForwardPass(bool IsTraining, RandomState? Random = null)
{
    /// <summary>Evaluation: no dropout, running statistics.</summary>
    public static ForwardPass Inference { get; } = new(false);
}
