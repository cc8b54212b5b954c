using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Models.Reports;

/// <summary>Pictures, what a model makes of them, and where the two differ.</summary>
/// <param name="Rows">Inputs if they are noisy, then outputs and pictures in the order of sample grids.</param>
/// <param name="Maps">The errors of each picture.</param>
/// <param name="Originals">The pictures.</param>
internal sealed record ErrorGrid(
    IReadOnlyList<IReadOnlyList<Picture>> Rows, IReadOnlyList<double[]> Maps, IReadOnlyList<Picture> Originals)
{
    // Full red needs an error: outputs without any stay grey.
    private const double LeastPeak = 1e-6;

    /// <summary>The highest error anywhere.</summary>
    internal double Peak => Maps.Max(map => map.Max());

    /// <summary>Runs a model on pictures.</summary>
    /// <param name="pictures">1 picture or more.</param>
    /// <param name="options">Of the training.</param>
    /// <param name="reconstruct">The model.</param>
    internal static ErrorGrid Of(PixelSet pictures, TrainingOptions options, Reconstruction reconstruct)
    {
        var grid = new SampleGrid(pictures, options.Corruption, options.Seed, pictures.Count);
        float[] outputs = [];
        var rows = grid.Rows((input, output, count) =>
        {
            reconstruct(input, output, count);
            outputs = output.ToArray();
        });
        return new ErrorGrid(
            rows,
            [.. Enumerable.Range(0, pictures.Count).Select(i => ErrorOverlay.ErrorMap(
                pictures.Image(i), outputs.AsSpan(i * pictures.ImageLength, pictures.ImageLength), pictures.Size))],
            grid.Originals);
    }

    /// <summary>All rows, and below them the pictures in grey with red where the error is.</summary>
    /// <param name="scale">The error that is full red.</param>
    internal Picture Compose(double scale) => ImageGrid.ComposeRows(
        [.. Rows, [.. Originals.Zip(Maps, (picture, map) => ErrorOverlay.Over(picture, map, Math.Max(LeastPeak, scale)))]]);
}
