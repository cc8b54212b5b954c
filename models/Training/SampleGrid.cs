using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>A few pictures of a set, evenly spread over it, to be looked at: the same ones each time.</summary>
internal sealed class SampleGrid
{
    private readonly BatchSource _batches;
    private GridRow? _controlRow;

    /// <summary>Chooses the pictures.</summary>
    /// <param name="pictures">1 picture or more.</param>
    /// <param name="corruption">The noise of the inputs.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="count">Pictures to show; all of a smaller set.</param>
    internal SampleGrid(PixelSet pictures, Corruption corruption, ulong seed, int count)
    {
        Pictures = PictureSubset.Spread(pictures, count);
        Count = Pictures.Count;
        _batches = new BatchSource(Pictures, new BatchOptions { BatchSize = Count, Seed = seed, Corruption = corruption });
        IsCorrupted = !corruption.IsNone;
    }

    /// <summary>The control, whose row stands below that of the model; null for none.</summary>
    internal Pca? Control { get; init; }

    /// <summary>Number of pictures.</summary>
    internal int Count { get; }

    /// <summary>Whether inputs differ from the pictures.</summary>
    internal bool IsCorrupted { get; }

    /// <summary>The pictures.</summary>
    internal PixelSet Pictures { get; }

    /// <summary>The clean pictures as a row.</summary>
    internal IReadOnlyList<Picture> Originals => [.. Enumerable.Range(0, Count).Select(Pictures.ToPicture)];

    /// <summary>What the model gets, and what it makes of it, as rows.</summary>
    internal (IReadOnlyList<Picture> Inputs, IReadOnlyList<Picture> Outputs) Reconstruct(Reconstruction reconstruct)
    {
        var batch = _batches.Sequential().First();
        float[] output = new float[batch.Input.Length];
        reconstruct(batch.Input, output, batch.Count);
        return (ToPictures(batch.Input), ToPictures(output));
    }

    /// <summary>Pictures, reconstructions and those of the control; for noisy inputs noisy, output, control, clean.</summary>
    internal Picture Compose(Reconstruction reconstruct) => ImageGrid.Compose(Rows(reconstruct));

    /// <summary>The rows of that, from the top.</summary>
    internal IReadOnlyList<GridRow> Rows(Reconstruction reconstruct)
    {
        var (inputs, outputs) = Reconstruct(reconstruct);
        var originals = Originals;
        List<GridRow> rows = IsCorrupted
            ? [ScoredRow.Of("noisy pictures", inputs, originals), ScoredRow.Of("outputs", outputs, originals)]
            : [new GridRow("pictures", originals), ScoredRow.Of("reconstructions", outputs, originals)];
        if (Control is { } pca)
        {
            // It is the same each time.
            rows.Add(_controlRow ??= ScoredRow.OfControl(pca.Count, ReconstructBy(pca), originals));
        }

        if (IsCorrupted)
        {
            rows.Add(new GridRow("clean pictures", originals));
        }

        return rows;
    }

    /// <summary>What principal components make of the inputs, as a row.</summary>
    internal IReadOnlyList<Picture> ReconstructBy(Pca pca) => Reconstruct(
        (input, output, count) => pca.ReconstructAll(input, output, count, CancellationToken.None)).Outputs;

    private List<Picture> ToPictures(ReadOnlySpan<float> values)
    {
        var pictures = new List<Picture>(Count);
        for (int i = 0; i < Count; i++)
        {
            pictures.Add(PixelValues.ToPicture(
                Pictures.Shape.Width, Pictures.Shape.Height, values.Slice(i * Pictures.ImageLength, Pictures.ImageLength)));
        }

        return pictures;
    }
}
