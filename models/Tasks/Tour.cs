namespace ILGpuAutoencoders.Models;

/// <summary>Parts 1 to 4, one after another.</summary>
public static class Tour
{
    /// <summary>Trains and evaluates all parts and writes grids, curves and results.md.</summary>
    /// <param name="options">Pictures, folder and size.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="cancellation">Stops after the running step.</param>
    public static TourResult Run(TourOptions options, ITourObserver? observer = null, CancellationToken cancellation = default) => throw new NotSupportedException("Being built.");
}
