using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Uses.Serving;

/// <summary>Pictures that a run was trained on with their latent vectors.</summary>
/// <param name="pictures">2 pictures or more.</param>
/// <param name="latents">The latent vector of each.</param>
/// <param name="axes">Of these vectors.</param>
internal sealed class LatentGallery(PixelSet pictures, IReadOnlyList<float[]> latents, LatentAxes axes)
{
    /// <summary>The most pictures: principal axes take time by the cube of their number.</summary>
    internal const int MostPictures = 512;

    private const int MostAxes = 8;

    // Of the variance of the first axis: what is below is rounding.
    private const double LeastShare = 1e-9;

    /// <summary>The principal axes of the vectors.</summary>
    internal LatentAxes Axes => axes;

    /// <summary>Pictures evenly spread over a part: the same ones each time.</summary>
    internal static PixelSet Spread(PixelSet train) => PictureSubset.Spread(train, MostPictures);

    /// <summary>The principal axes of vectors: up to 8, fewer where they span fewer.</summary>
    /// <param name="latents">2 vectors or more.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static LatentAxes FitAxes(IReadOnlyList<float[]> latents, CancellationToken cancellation)
    {
        int count = latents.Count, length = latents[0].Length;
        float[] vectors = [.. latents.SelectMany(latent => latent)];
        double[] centred = VectorProducts.Centred(vectors, count);
        var (values, weights) = SymmetricEigen.Largest(
            VectorProducts.Of(centred, count, cancellation), count, Math.Min(MostAxes, count), cancellation);
        int axes = values.Count(value => value > LeastShare * values[0]);
        float[] mean = [.. Enumerable.Range(0, length).Select(j => (float)latents.Average(latent => (double)latent[j]))];
        return new LatentAxes(
            mean, [.. Enumerable.Range(0, axes).Select(axis => DirectionOf(axis))],
            [.. values.Take(axes).Select(value => (float)Math.Sqrt(value / count))], count);

        // An eigenvector of the products weighs the vectors, whose sum is the axis.
        float[] DirectionOf(int axis)
        {
            double[] sum = new double[length];
            for (int i = 0; i < count; i++)
            {
                Rows.AddScaled(weights[(axis * count) + i] / Math.Sqrt(values[axis]), centred.AsSpan(i * length, length), sum);
            }

            return Array.ConvertAll(sum, value => (float)value);
        }
    }

    /// <summary>The pictures nearest to a latent vector, nearest first; equally near ones by name.</summary>
    internal IReadOnlyList<PictureNeighbour> Nearest(float[] latent, int top) =>
    [
        .. Enumerable.Range(0, latents.Count).Select(i => (Index: i, Distance: Neighbours.Distance(latent, latents[i])))
            .OrderBy(each => each.Distance).ThenBy(each => pictures.Entries[each.Index].Path, StringComparer.Ordinal).Take(top)
            .Select(each => new PictureNeighbour(pictures.Entries[each.Index].Path, each.Distance, pictures.ToPicture(each.Index))),
    ];
}
