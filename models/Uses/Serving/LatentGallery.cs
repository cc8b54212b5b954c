using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Uses.Latents;

namespace ILGpuAutoencoders.Models.Uses.Serving;

/// <summary>Pictures that a run was trained on with their latent vectors.</summary>
/// <param name="pictures">2 pictures or more.</param>
/// <param name="latents">The latent vector of each.</param>
/// <param name="axes">Of these vectors.</param>
/// <param name="space">In which they are compared; null for the raw one.</param>
internal sealed class LatentGallery(PixelSet pictures, IReadOnlyList<float[]> latents, LatentAxes axes, Whitening? space)
{
    /// <summary>The most pictures: principal axes take time by the cube of their number.</summary>
    internal const int MostPictures = 512;

    private const int MostAxes = 8;

    private readonly float[][] _vectors = [.. latents.Select(latent => Whitening.Apply(space, latent))];

    // Of the variance of the first axis: what is below is rounding.
    private const double LeastShare = 1e-9;

    /// <summary>The principal axes of the vectors.</summary>
    internal LatentAxes Axes => axes;

    /// <summary>Pictures evenly spread over a part, the same ones each time, compared as <see cref="Neighbours"/> does.</summary>
    /// <param name="run">The model; nothing is written beside it.</param>
    /// <param name="train">2 pictures or more.</param>
    /// <param name="embed">Gives the latent vectors of pictures.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static LatentGallery Of(
        LatentRun run, PixelSet train, Func<Picture[], IReadOnlyList<float[]>> embed, CancellationToken cancellation)
    {
        var pictures = PictureSubset.Spread(train, MostPictures);
        var latents = embed([.. Enumerable.Range(0, pictures.Count).Select(pictures.ToPicture)]);
        var held = WhiteningFile.Read(run, observer: null);
        var space = run.Latent > Whitening.MostNumbers ? null
            : held.Count > 0 ? held[^1]
            : Whitening.Fit(train, run.Latent, Whitening.IsMirrored(run.Run.Options), embed, cancellation)[^1];
        return new LatentGallery(pictures, latents, FitAxes(latents, cancellation), space);
    }

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
    internal IReadOnlyList<PictureNeighbour> Nearest(float[] latent, int top)
    {
        float[] vector = Whitening.Apply(space, latent);
        return
        [
            .. _vectors.Select((other, i) => (Index: i, Distance: Whitening.Distance(space, vector, other)))
                .OrderBy(each => each.Distance).ThenBy(each => pictures.Entries[each.Index].Path, StringComparer.Ordinal).Take(top)
                .Select(each => new PictureNeighbour(pictures.Entries[each.Index].Path, each.Distance, pictures.ToPicture(each.Index))),
        ];
    }
}
