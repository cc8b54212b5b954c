using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Models.Uses.Denoising;

/// <summary>
/// The first pictures before and after, a row each; larger ones show their middle. Beside the clean picture stands the control: what the
/// filter that comes closest to it makes of the noisy one.
/// </summary>
/// <param name="family">Of the model.</param>
internal sealed class DenoiseGrid(string family)
{
    // Four stand side by side.
    private const int MostRows = 12, MostSide = 312;

    private readonly List<GridRow> _rows = [];

    /// <summary>Adds the forms of a picture, all of one size.</summary>
    /// <param name="file">The picture.</param>
    /// <param name="noisy">As the model got it.</param>
    /// <param name="denoised">As it came out.</param>
    /// <param name="clean">Without noise; null if that is not known.</param>
    /// <param name="deviation">Of the noise.</param>
    internal void Add(string file, PictureValues noisy, PictureValues denoised, PictureValues? clean, float deviation)
    {
        if (_rows.Count == MostRows)
        {
            return;
        }

        string name = Path.GetFileName(file);
        var middle = Middle(noisy);
        Picture before = middle.ToPicture(), after = Middle(denoised).ToPicture();
        if (clean is null)
        {
            _rows.Add(new GridRow(name, [before, after], ["picture", family]));
            return;
        }

        var target = Middle(clean).ToPicture();
        string Score(Picture picture) => ScoredRow.Decibels(ImageMetrics.PsnrOf(picture, target));
        var (filter, control) = DenoiseLevel.Filters.Select(filter => (filter.Name, Picture: filter.Apply(middle, deviation).ToPicture()))
            .MaxBy(control => ImageMetrics.PsnrOf(control.Picture, target));
        _rows.Add(new GridRow(
            name, [before, control, after, target], ["noisy", filter, family, "clean"],
            [Score(before), Score(control), Score(after), ""]));
    }

    /// <summary>The grid.</summary>
    internal Picture Compose() => ImageGrid.Compose(_rows);

    private static PictureValues Middle(PictureValues picture)
    {
        int width = Math.Min(picture.Width, MostSide), height = Math.Min(picture.Height, MostSide);
        return picture.Reflected((picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
    }
}
