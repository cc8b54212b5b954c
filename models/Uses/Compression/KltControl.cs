using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// The linear control: a picture's coordinates along as many principal components of the pictures of train (a Karhunen-Loève transform) as
/// the latent vector has numbers, with the quantiser, tables, coder and header of our own files.
/// </summary>
internal sealed class KltControl
{
    private const int FittedPictures = 2_000;

    private readonly Pca _pca;
    private readonly LatentCodec _codec;

    private KltControl(Pca pca, LatentCodec codec) => (_pca, _codec) = (pca, codec);

    /// <summary>The control of a run, with the components that it is evaluated beside; null, and a warning, if there is none.</summary>
    internal static KltControl? Of(LatentRun run, ITaskObserver? observer, CancellationToken cancellation)
    {
        var train = run.Run.KnowsPictures ? Evaluator.OwnTrain(run.Run, observer, cancellation) : null;
        if (train is null || RunControl.Of(run.Run, () => train, observer, cancellation) is not { } pca)
        {
            observer?.Warned($"There is no KLT control for '{run.Run.Checkpoint}': it is made from the pictures of train.");
            return null;
        }

        var some = PictureSubset.Spread(train, FittedPictures);
        float[][] coordinates = new float[some.Count][];
        Parallel.For(0, some.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            coordinates[i] = Project(pca, some.ToPicture(i)));
        return new KltControl(pca, new LatentCodec(CodecStatistics.Of(coordinates, cancellation)));
    }

    /// <summary>Bytes of a file, and the PSNR in dB of what it decodes to, at each step.</summary>
    internal IEnumerable<(int Bytes, double Psnr)> Rates(Picture picture, IReadOnlyList<QuantiserStep> steps)
    {
        float[] coordinates = Project(_pca, picture), values = new float[picture.Pixels.Length];
        foreach (var step in steps)
        {
            byte[] payload = _codec.Encode(coordinates, step);
            _pca.Combine(Array.ConvertAll(_codec.Decode(payload, step), value => (double)value), values);
            yield return (IaeFile.Write(step, payload).Length,
                ImageMetrics.PsnrOf(picture, PixelValues.ToPicture(picture.Width, picture.Height, values)));
        }
    }

    private static float[] Project(Pca pca, Picture picture)
    {
        float[] values = new float[picture.Pixels.Length];
        PixelValues.ToUnit(picture.Pixels, values);
        return Array.ConvertAll(pca.Project(values), value => (float)value);
    }
}
