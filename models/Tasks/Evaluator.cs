namespace ILGpuAutoencoders.Models;

/// <summary>Measures how well a run reconstructs pictures it was not trained on.</summary>
public static class Evaluator
{
    /// <summary>Evaluates a run.</summary>
    /// <param name="options">Run, pictures and part.</param>
    /// <param name="observer">Is told of loading and warnings.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static EvaluationResult Run(EvaluationOptions options, ITrainObserver? observer = null, CancellationToken cancellation = default) => throw new NotSupportedException("Being built.");
}
