using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>A few pictures of a set, evenly spread over it, to be looked at: the same ones each time.</summary>
internal sealed class SampleGrid
{
    private readonly BatchSource _batches;
    private readonly int _size;

    /// <summary>Chooses the pictures.</summary>
    /// <param name="pictures">1 picture or more.</param>
    /// <param name="corruption">The noise of the inputs.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="count">Pictures to show; all of a smaller set.</param>
    internal SampleGrid(PixelSet pictures, Corruption corruption, ulong seed, int count = 10)
    {
        Pictures = PictureSubset.Spread(pictures, count);
        Count = Pictures.Count;
        _size = pictures.Size;
        _batches = new BatchSource(Pictures, new BatchOptions { BatchSize = Count, Seed = seed, Corruption = corruption });
        IsCorrupted = !corruption.IsNone;
    }

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

    /// <summary>Originals over reconstructions; for noisy inputs noisy, output, clean.</summary>
    internal Picture Compose(Reconstruction reconstruct) => ImageGrid.ComposeRows(Rows(reconstruct));

    /// <summary>The rows of that, from the top.</summary>
    internal IReadOnlyList<IReadOnlyList<Picture>> Rows(Reconstruction reconstruct)
    {
        var (inputs, outputs) = Reconstruct(reconstruct);
        return IsCorrupted ? [inputs, outputs, Originals] : [Originals, outputs];
    }

    private List<Picture> ToPictures(ReadOnlySpan<float> values)
    {
        var pictures = new List<Picture>(Count);
        for (int i = 0; i < Count; i++)
        {
            byte[] bytes = new byte[Pictures.ImageLength];
            PixelValues.ToBytes(values.Slice(i * bytes.Length, bytes.Length), bytes);
            pictures.Add(new Picture(_size, _size, bytes));
        }

        return pictures;
    }
}
