using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Draws the sample grid of each epoch into the run, before the epoch is saved: it cannot be made again later.</summary>
/// <param name="folder">The run.</param>
/// <param name="grid">What is drawn.</param>
internal sealed class SampleGrids(RunFolder folder, SampleGrid grid) : ITrainingListener
{
    /// <summary>A grid was written: the epoch, the picture and its PNG.</summary>
    internal event Action<EpochMetrics, Picture, byte[]>? Drawn;

    public void EpochMeasured(EpochMetrics metrics, Reconstruction reconstruct)
    {
        var samples = grid.Compose(reconstruct);
        byte[] png = PixelCodec.EncodePng(samples);
        folder.Write(Path.Combine(RunFile.Images, string.Create(CultureInfo.InvariantCulture, $"epoch-{metrics.Epoch:000}.png")), png);
        Drawn?.Invoke(metrics, samples, png);
    }
}
