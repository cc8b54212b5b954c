using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Workbench.Tours;

/// <summary>Pictures in rows, to be looked at.</summary>
/// <param name="Names">What each row is, from the top.</param>
/// <param name="Rows">The pictures: all of one size, and as many in each row.</param>
/// <param name="Columns">What each column is, from the left; empty where that says nothing.</param>
internal sealed record PictureRows(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<Picture>> Rows, IReadOnlyList<string> Columns)
{
    private const int ShownSide = 96;

    /// <summary>What a reader is told below them.</summary>
    internal string Caption =>
        "Rows from the top: "
        + $"{string.Join("; ", Names)}.{(Columns.Count > 0 ? $" Columns from the left: {string.Join(", ", Columns)}." : "")}";

    /// <summary>All of them as one picture, small ones enlarged.</summary>
    internal Picture Compose()
    {
        int factor = Math.Max(1, ShownSide / Rows[0][0].Width);
        return ImageGrid.ComposeRows([.. Rows.Select(row => row.Select(picture => Enlarge(picture, factor)).ToArray())], margin: 4);
    }

    /// <summary>Each pixel as a square, so that nothing is invented.</summary>
    private static Picture Enlarge(Picture picture, int factor)
    {
        int width = picture.Width * factor, height = picture.Height * factor;
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                picture.Pixels.Slice(3 * (y / factor * picture.Width + x / factor), 3).CopyTo(pixels.AsSpan(3 * (y * width + x)));
            }
        }

        return new Picture(width, height, pixels);
    }
}
