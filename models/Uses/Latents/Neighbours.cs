using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Latents;
using static System.FormattableString;

namespace ILGpuAutoencoders.Models;

/// <summary>Finds the pictures whose latent vectors are nearest to those of others.</summary>
public static class Neighbours
{
    private const int GridQueries = 20;

    /// <summary>Searches a folder, and measures how well people are found where its folders name them.</summary>
    /// <param name="options">Run, pictures and folder.</param>
    /// <param name="observer">Is told of pictures that cannot be used; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="DataSetException">There is no picture, or none decodes.</exception>
    public static NeighbourResult Run(NeighbourOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        NeighbourOptions.Table.Validate(options);
        using var run = LatentRun.Open(options.Run, options, observer);
        if (!Directory.Exists(options.In))
        {
            throw new DataSetException($"There is no folder '{options.In}' to search; name one with --in.");
        }

        var space = WhiteningFile.Open(run, options.Space, observer, cancellation);
        var gallery =
            run.Read([options.In], observer, cancellation).Select(
                read => (read.File, read.Picture, Latent: run.Encode(read.Picture.Pixels))).ToList();
        float[][] vectors = [.. gallery.Select(other => Whitening.Apply(space, other.Latent))];
        var queries = new List<NeighbourQuery>();
        var rows = new List<GridRow>();
        foreach (var (file, picture) in run.Read(options.Queries, observer, cancellation))
        {
            string self = Path.GetFullPath(file);
            float[] vector = Whitening.Apply(space, run.Encode(picture.Pixels));
            // Equal distances are ordered by name, or the answer would depend on the order of the search.
            var nearest = gallery.Zip(vectors).Where(other => Path.GetFullPath(other.First.File) != self)
                .Select(other => (other.First.File, other.First.Picture, Distance: Whitening.Distance(space, vector, other.Second)))
                .OrderBy(other => other.Distance).ThenBy(other => other.File, StringComparer.Ordinal).Take(options.Top).ToList();
            queries.Add(
                new NeighbourQuery(file, [.. nearest.Select(n => new Neighbour(n.File, InputPictures.LabelOf(n.File), n.Distance))]));
            if (queries.Count <= GridQueries)
            {
                var shown = nearest.Select(n => (n.Picture, Name: InputPictures.LabelOf(n.File), Far: Invariant($"{n.Distance:0.000}")))
                    .Prepend((Picture: picture, Name: "", Far: "")).Chunk(ImageGrid.ColumnsOf(run.Shape.Size));
                rows.AddRange(shown.Select((part, i) => new GridRow(
                    i == 0 ? $"{Path.GetFileName(file)}, and what is nearest to it" : "", Array.ConvertAll(part, n => n.Picture),
                    Array.ConvertAll(part, n => n.Name), Array.ConvertAll(part, n => n.Far))));
            }
        }

        PixelCodec.SavePng(ImageGrid.Compose(rows), options.Out);
        return new NeighbourResult(
            queries, options.Out, options.Accuracy ? IdentityRetrieval.Measure(run, gallery, observer, cancellation) : null, run.Bad)
        {
            Space = LatentSpaces.All.Format(space?.Space ?? LatentSpace.Raw)!,
        };
    }

    /// <summary>The Euclidean distance of two vectors.</summary>
    internal static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Math.Sqrt(SquaredDistance(a, b));

    /// <summary>Its square.</summary>
    internal static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }
}
