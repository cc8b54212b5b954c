using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// From pictures to latent vectors, for your own programs, such as a web service. It may be called from any thread; calls take turns,
/// and what comes out for a picture has the same bits whatever is asked before and after it.
/// </summary>
public sealed class PictureEncoder : IDisposable
{
    private readonly Lock _turn = new();
    private readonly LatentRun _run;

    private PictureEncoder(LatentRun run) => _run = run;

    /// <summary>Length of a latent vector.</summary>
    public int Latent => _run.Latent;

    /// <summary>Opens a trained run.</summary>
    /// <param name="run">A run folder or a checkpoint file.</param>
    /// <param name="compute">What to compute on; null for the best device of the machine.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="ConfigurationException">Its family has no latent vectors.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    public static PictureEncoder Open(string run, ComputeOptions? compute = null) =>
        new(LatentRun.Open(run, compute ?? new ComputeOptions(), null));

    /// <summary>The latent vector of a picture.</summary>
    /// <param name="picture">Of any size: it is cropped, resized and fitted as those of training were.</param>
    public float[] Encode(Picture picture)
    {
        var resized = _run.Run.Frame.Apply(picture);
        lock (_turn)
        {
            return _run.Encode(resized.Pixels);
        }
    }

    /// <summary>Gives its memory back.</summary>
    public void Dispose() => _run.Dispose();
}
