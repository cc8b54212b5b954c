using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;
using static System.FormattableString;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>Shows what scores are made of: pictures, what the model and the control make of them, and where the model's error is.</summary>
/// <param name="family">Of the model.</param>
/// <param name="calibration">What the scores are of.</param>
internal sealed class AnomalySheet(string family, AnomalyCalibration calibration)
{
    private readonly Pca _control = new(calibration.Reference.Mean, calibration.Reference.Components, []);
    private readonly HighestScores<Item> _highest = new();

    /// <summary>The pictures with the highest scores, highest first.</summary>
    internal IReadOnlyList<GridRow> Rows
    {
        get
        {
            var items = _highest.Items;
            Picture[] pictures = [.. items.Select(item => item.Picture)];
            return
            [
                new GridRow(
                    Invariant($"pictures, highest score first; anomalies are above {calibration.Threshold:0.0000}"), pictures,
                    [.. items.Select(item => item.Name)], [.. items.Select(item => Invariant($"{item.Score:0.0000}"))]),
                ScoredRow.Of(family, [.. items.Select(item => item.Output)], pictures),
                ScoredRow.OfControl(_control.Count, [.. items.Select(item => item.Linear)], pictures),
                new GridRow(
                    $"errors of {family}: full red is what one normal picture in twenty reaches", [.. items.Select(item => item.Error)]),
            ];
        }
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="name">What it is called here.</param>
    /// <param name="score">Its score.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="output">Its reconstruction.</param>
    /// <returns>The picture on its own, as a row.</returns>
    internal GridRow Add(string name, double score, Picture picture, ReadOnlySpan<float> output)
    {
        var item = new Item(
            name, score, picture, PixelValues.ToPicture(picture.Width, picture.Height, output), _control.Reconstruct(picture),
            ErrorMap.Over(picture, ErrorMap.Of(picture, output), calibration.ErrorScale));
        _highest.Add(score, item);
        return new GridRow(
            Invariant($"{name}: {score:0.0000}"), [picture, item.Output, item.Linear, item.Error],
            ["picture", family, $"PCA-{_control.Count}", "error"],
            ["", ScoredRow.Decibels(ImageMetrics.PsnrOf(item.Output, picture)),
                ScoredRow.Decibels(ImageMetrics.PsnrOf(item.Linear, picture)), ""]);
    }

    private sealed record Item(string Name, double Score, Picture Picture, Picture Output, Picture Linear, Picture Error);
}
