using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Models.Reports;

/// <summary>Pictures, what a model makes of them, and where the two differ.</summary>
/// <param name="Rows">Those of sample grids.</param>
/// <param name="Maps">The errors of each picture.</param>
/// <param name="Originals">The pictures.</param>
internal sealed record ErrorGrid(IReadOnlyList<GridRow> Rows, IReadOnlyList<double[]> Maps, IReadOnlyList<Picture> Originals)
{
    // Full red needs an error: outputs without any stay grey.
    private const double LeastPeak = 1e-6;

    /// <summary>The highest error anywhere.</summary>
    internal double Peak => Maps.Max(map => map.Max());

    /// <summary>Runs a model on pictures.</summary>
    /// <param name="pictures">1 picture or more.</param>
    /// <param name="options">Of the training.</param>
    /// <param name="reconstruct">The model.</param>
    /// <param name="pca">The control, which gets a row; null for none.</param>
    internal static ErrorGrid Of(PixelSet pictures, TrainingOptions options, Reconstruction reconstruct, Pca? pca)
    {
        var grid = new SampleGrid(pictures, options.Corruption, options.Seed, pictures.Count) { Control = pca };
        float[] outputs = [];
        var rows = grid.Rows((input, output, count) =>
        {
            reconstruct(input, output, count);
            outputs = output.ToArray();
        });
        var originals = grid.Originals;
        return new ErrorGrid(
            rows,
            [.. originals.Select((picture, i) => ErrorMap.Of(
                picture, outputs.AsSpan(i * pictures.ImageLength, pictures.ImageLength)))],
            originals);
    }

    /// <summary>All rows, and below them the pictures in grey with red where the error is.</summary>
    /// <param name="scale">The error that is full red.</param>
    internal Picture Compose(double scale) => ImageGrid.Compose(
    [
        .. Rows,
        ErrorMap.Row("errors: full red is the highest of the best and the worst", Originals, Maps, Math.Max(LeastPeak, scale)),
    ]);
}
