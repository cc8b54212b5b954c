using ILGpuAutoencoders.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ILGpuAutoencoders.Hosting;

/// <summary>Trained runs as services.</summary>
public static class PictureServices
{
    /// <summary>
    /// Adds a <see cref="PictureService"/> as a singleton: it is opened when something asks for it first, told to the log, and closed with
    /// the program.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="run">A run folder or a checkpoint file.</param>
    /// <param name="compute">What to compute on; null for the best device of the machine.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddPictureService(this IServiceCollection services, string run, ComputeOptions? compute = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        return services.AddSingleton(provider => PictureService.Open(run, compute, ObserverOf(provider)));
    }

    /// <summary>Adds a <see cref="PictureEncoder"/> as a singleton, for programs that need latent vectors only.</summary>
    /// <inheritdoc cref="AddPictureService"/>
    public static IServiceCollection AddPictureEncoder(this IServiceCollection services, string run, ComputeOptions? compute = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        return services.AddSingleton(_ => PictureEncoder.Open(run, compute));
    }

    private static LoggingObserver? ObserverOf(IServiceProvider provider) =>
        provider.GetService<ILogger<PictureService>>() is { } logger ? new LoggingObserver(logger) : null;
}
