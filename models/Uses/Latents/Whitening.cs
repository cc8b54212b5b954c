using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Uses.Latents;

/// <summary>A space in which vectors of pictures are compared by cosine: less their mean, under a linear map, of length 1.</summary>
/// <param name="space">Which one; not the raw one.</param>
/// <param name="mean">The mean vector of training.</param>
/// <param name="map">The map, square and row-major.</param>
/// <remarks>Its numbers are rounded to float32 at once, so that vectors are the same before it is written and after it is read.</remarks>
internal sealed class Whitening(LatentSpace space, float[] mean, float[] map)
{
    /// <summary>The longest vectors for which a covariance is computed.</summary>
    internal const int MostNumbers = 2_048;

    private const int MostPictures = 10_000, MostValues = 1 << 23;

    private readonly double[] _mean = Array.ConvertAll(mean, x => (double)x);
    private readonly double[][] _rows = [.. map.Chunk(mean.Length).Select(row => Array.ConvertAll(row, x => (double)x))];

    /// <summary>Which space.</summary>
    internal LatentSpace Space => space;

    /// <summary>The mean vector of training.</summary>
    internal float[] Mean => mean;

    /// <summary>The map, square and row-major.</summary>
    internal float[] MapRows => map;

    /// <summary>Fits the spaces to vectors of training pictures.</summary>
    /// <param name="train">2 pictures or more, of which at most 10,000 are looked at, fewer if vectors are long.</param>
    /// <param name="length">Of a vector.</param>
    /// <param name="isMirrored">Whether mirror images count as further pictures of the same class.</param>
    /// <param name="vectorsOf">Gives the vectors of a few pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The whitened space, and that of classes where folders name them.</returns>
    internal static IReadOnlyList<Whitening> Fit(
        PixelSet train, int length, bool isMirrored, Func<Picture[], IEnumerable<float[]>> vectorsOf, CancellationToken cancellation)
    {
        long count = Math.Min(train.Count, Math.Min(MostPictures, MostValues / length));
        int[] chosen = [.. Enumerable.Range(0, (int)count).Select(i => (int)(i * train.Count / count))];
        double[][] Vectors(Func<Picture, Picture> picture)
        {
            var vectors = new List<double[]>();
            foreach (int[] group in chosen.Chunk(64))
            {
                cancellation.ThrowIfCancellationRequested();
                vectors.AddRange(vectorsOf([.. group.Select(i => picture(train.ToPicture(i)))])
                    .Select(vector => Array.ConvertAll(vector, x => (double)x)));
            }

            return [.. vectors];
        }

        var (mean, whitened, classes) = WhiteningFit.Of(
            Vectors(picture => picture), isMirrored ? Vectors(Mirrored) : null, [.. chosen.Select(i => train.Entries[i].Class)],
            cancellation);
        float[] Rounded(double[] values) => Array.ConvertAll(values, x => (float)x);
        return classes is null
            ? [new Whitening(LatentSpace.Whitened, Rounded(mean), Rounded(whitened))]
            : [new Whitening(LatentSpace.Whitened, Rounded(mean), Rounded(whitened)),
                new Whitening(LatentSpace.Classes, Rounded(mean), Rounded(classes))];
    }

    /// <summary>A vector in the space: of length 1, or 0 if it is the mean.</summary>
    internal float[] Apply(float[] vector)
    {
        double[] mapped = WhiteningFit.Map(_rows, WhiteningFit.Less(Array.ConvertAll(vector, x => (double)x), _mean));
        double length = Math.Sqrt(Rows.Dot(mapped, mapped));
        return Array.ConvertAll(mapped, x => (float)(length > 0 ? x / length : 0));
    }

    /// <summary>A vector in a space; as it is in the raw one.</summary>
    internal static float[] Apply(Whitening? space, float[] vector) => space?.Apply(vector) ?? vector;

    /// <summary>How far two vectors of a space are apart: Euclidean distance in the raw one, otherwise 1 less the cosine.</summary>
    internal static double Distance(Whitening? space, ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        space is null ? Neighbours.Distance(a, b) : Neighbours.SquaredDistance(a, b) / 2;

    /// <summary>Whether mirror images of the training pictures count: where training mirrors.</summary>
    internal static bool IsMirrored(TrainingOptions options) => RunControl.IsMirrored(options);

    private static Picture Mirrored(Picture picture) =>
        new(picture.Width, picture.Height, MirroredPca.Mirror(picture.Pixels.ToArray(), picture.Shape));
}
