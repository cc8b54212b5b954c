using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Uses.Latents;

/// <summary>Measures how often the nearest pictures show the same person, by latent vectors and by the two controls.</summary>
internal static class IdentityRetrieval
{
    private const int Top = 5;
    private const int FittedPictures = 2_000;

    /// <summary>Measures; null if no two folders hold pictures or no folder holds two.</summary>
    internal static RetrievalAccuracy? Measure(LatentRun run, IReadOnlyList<(string File, Picture Picture, float[] Latent)> gallery,
        ITaskObserver? observer, CancellationToken cancellation)
    {
        string[] people = [.. gallery.Select(item => Path.GetDirectoryName(Path.GetFullPath(item.File))!)];
        var counts = people.CountBy(person => person).ToDictionary();
        int[] asked = [.. Enumerable.Range(0, people.Length).Where(i => counts[people[i]] > 1)];
        if (counts.Count < 2 || asked.Length == 0)
        {
            return null;
        }

        float[][] pixels = [.. gallery.Select(item => ToUnit(item.Picture))];
        var train = run.Run.KnowsPictures ? Evaluator.OwnTrain(run.Run, observer, cancellation) : null;
        train = train is { Count: > 1 } ? train : null;
        bool isMirrored = Whitening.IsMirrored(run.Run.Options);
        var pca = Pca.Fit(
            PictureSubset.Spread(train ?? Searched(run, gallery), FittedPictures), run.Latent, cancellation: cancellation);
        float[] Project(float[] picture) => Array.ConvertAll(pca.Project(picture), value => (float)value);
        float[][] components =
        [
            .. pixels.Select(picture =>
            {
                cancellation.ThrowIfCancellationRequested();
                return Project(picture);
            }),
        ];
        TopAccuracy Of(float[][] vectors) => Accuracy(vectors, people, asked, cancellation);
        // Spaces of the searched pictures themselves would have seen the answers.
        IReadOnlyList<Whitening> OfPca() => train is null || pca.Count is 0 or > Whitening.MostNumbers
            ? []
            : Whitening.Fit(
                train, pca.Count, isMirrored, pictures => pictures.Select(picture => Project(ToUnit(picture))), cancellation);
        IReadOnlyDictionary<string, TopAccuracy> In(IReadOnlyList<Whitening> spaces, IEnumerable<float[]> vectors) => spaces.ToDictionary(
            space => LatentSpaces.All.Format(space.Space)!, space => Of([.. vectors.Select(space.Apply)]));
        return new RetrievalAccuracy(
            asked.Length, counts.Count(person => person.Value > 1), asked.Average(i => (counts[people[i]] - 1.0) / (people.Length - 1)),
            Of([.. gallery.Select(item => item.Latent)]), Of(pixels), Of(components), pca.Count)
        {
            LatentSpaces = In(WhiteningFile.Read(run, observer: null), gallery.Select(item => item.Latent)),
            PcaSpaces = In(OfPca(), components),
        };
    }

    private static PixelSet Searched(LatentRun run, IReadOnlyList<(string File, Picture Picture, float[] Latent)> gallery) => new(
        run.Shape, [.. gallery.Select(item => item.File)], [.. gallery.SelectMany(item => item.Picture.Pixels.ToArray())]);

    private static TopAccuracy Accuracy(float[][] vectors, string[] people, int[] asked, CancellationToken cancellation)
    {
        int[] ranks = new int[asked.Length];
        Parallel.For(0, asked.Length, new ParallelOptions { CancellationToken = cancellation }, k =>
        {
            int self = asked[k];
            double[] distances = [.. vectors.Select(other => Neighbours.SquaredDistance(vectors[self], other))];
            double best = Enumerable.Range(0, people.Length).Where(i => i != self && people[i] == people[self]).Min(i => distances[i]);
            // A stranger as near as the person counts as nearer.
            ranks[k] = Enumerable.Range(0, people.Length).Count(i => people[i] != people[self] && distances[i] <= best);
        });
        double first = ranks.Count(rank => rank == 0) / (double)asked.Length;
        return new TopAccuracy(first, ranks.Count(rank => rank < Top) / (double)asked.Length)
        {
            Top1Error = Math.Sqrt(first * (1 - first) / asked.Length),
        };
    }

    private static float[] ToUnit(Picture picture)
    {
        float[] values = new float[picture.Pixels.Length];
        PixelValues.ToUnit(picture.Pixels, values);
        return values;
    }
}
