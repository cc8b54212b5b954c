namespace ILGpuAutoencoders.Models;

/// <summary>Sends pictures through a trained model.</summary>
public static class Reconstructor
{
    /// <summary>Reconstructs pictures and writes them with a grid.</summary>
    /// <param name="options">Run, pictures and folder.</param>
    /// <param name="observer">Is told of loading and warnings.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ReconstructionResult Run(ReconstructionOptions options, ITrainObserver? observer = null, CancellationToken cancellation = default) => throw new NotSupportedException("Being built.");
}
