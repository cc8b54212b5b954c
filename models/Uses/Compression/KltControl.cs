using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// The linear control: a picture's coordinates along principal components (a Karhunen-Loève transform) of the pictures of train and their
/// mirror images, with the quantiser, tables, coder and header of our own files.
/// </summary>
internal sealed class KltControl
{
    // With one step for all, those beyond take next to nothing; these are more than the bytes of any table here can fill.
    private const int MostComponents = 1_024, FittedPictures = 2_000;

    private readonly Pca _pca;
    private readonly LatentCodec _codec;

    private KltControl(Pca pca, LatentCodec codec) => (_pca, _codec) = (pca, codec);

    /// <summary>Fits components and tables to pictures; null where these are fewer than 2 or all the same.</summary>
    internal static KltControl? Fit(PixelSet train, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (train.Count < 2)
        {
            return null;
        }

        var pca = Pca.Fit(
            train, MostComponents, isMirrored: train.Size % 2 == 0, observer is null ? null : observer.Fitting, cancellation);
        if (pca.Count == 0)
        {
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
