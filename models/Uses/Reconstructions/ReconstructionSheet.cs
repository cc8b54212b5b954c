using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Uses.Reconstructions;

/// <summary>The pictures with the largest errors, worst first, with their reconstructions and where the error is.</summary>
/// <param name="family">Of the model.</param>
/// <param name="control">The control, which gets a row; null for none.</param>
internal sealed class ReconstructionSheet(string family, Pca? control)
{
    private readonly HighestScores<(string Name, Picture Picture, float[] Output)> _worst = new();

    /// <summary>Adds a picture and its reconstruction.</summary>
    internal void Add(string file, Picture picture, float[] output, double mse) =>
        _worst.Add(mse, (Path.GetFileNameWithoutExtension(file), picture, output));

    /// <summary>The sheet.</summary>
    internal Picture Compose()
    {
        var items = _worst.Items;
        Picture[] pictures = [.. items.Select(item => item.Picture)];
        List<GridRow> rows =
        [
            new GridRow("pictures, largest error first", pictures, [.. items.Select(item => item.Name)]),
            ScoredRow.Of(
                family, [.. items.Select(item => PixelValues.ToPicture(item.Picture.Width, item.Picture.Height, item.Output))],
                pictures),
        ];
        if (control is not null)
        {
            rows.Add(ScoredRow.OfControl(control.Count, Array.ConvertAll(pictures, control.Reconstruct), pictures));
        }

        double[][] maps = [.. items.Select(item => ErrorMap.Of(item.Picture, item.Output))];
        double largest = Math.Max(double.Epsilon, maps.Max(map => map.Max()));
        rows.Add(ErrorMap.Row($"errors of {family}: full red is the largest here", pictures, maps, largest));
        return ImageGrid.Compose(rows);
    }
}
