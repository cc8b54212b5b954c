namespace ILGpuAutoencoders.Data;

/// <summary>Lays pictures of one size out in a grid with margins.</summary>
public static class ImageGrid
{
    /// <summary>Fills a grid row by row.</summary>
    /// <param name="pictures">The pictures, all of one size; an incomplete last row is filled with background.</param>
    /// <param name="columns">Pictures per row, at least 1.</param>
    /// <param name="margin">Pixels between pictures and around the grid.</param>
    /// <param name="background">Grey level of the margins.</param>
    /// <exception cref="ArgumentException">There are no pictures, or sizes differ.</exception>
    public static Picture Compose(IReadOnlyList<Picture> pictures, int columns, int margin = 2, byte background = 255)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        if (pictures.Count == 0)
        {
            throw new ArgumentException("ImageGrid: there are no pictures to lay out.", nameof(pictures));
        }
        int width = pictures[0].Width, height = pictures[0].Height;
        columns = Math.Min(columns, pictures.Count);
        int rows = (pictures.Count + columns - 1) / columns;
        int gridWidth = columns * (width + margin) + margin, gridHeight = rows * (height + margin) + margin;
        byte[] grid = new byte[3 * gridWidth * gridHeight];
        Array.Fill(grid, background);
        for (int i = 0; i < pictures.Count; i++)
        {
            var picture = pictures[i];
            if (picture.Width != width || picture.Height != height)
            {
                throw new ArgumentException(
                    $"ImageGrid: picture {i} is {picture.Width}x{picture.Height}, the first is {width}x{height}.", nameof(pictures));
            }
            int left = margin + i % columns * (width + margin), top = margin + i / columns * (height + margin);
            for (int y = 0; y < height; y++)
            {
                picture.Pixels.Slice(3 * y * width, 3 * width).CopyTo(grid.AsSpan(3 * ((top + y) * gridWidth + left)));
            }
        }
        return new Picture(gridWidth, gridHeight, grid);
    }

    /// <summary>Rows of pictures below each other: for example originals and their reconstructions.</summary>
    /// <param name="rows">Rows of pictures, all equally long and of one size.</param>
    /// <param name="margin">Pixels between pictures and around the grid.</param>
    /// <param name="background">Grey level of the margins.</param>
    /// <exception cref="ArgumentException">There are no pictures, or sizes or lengths differ.</exception>
    public static Picture ComposeRows(IReadOnlyList<IReadOnlyList<Picture>> rows, int margin = 2, byte background = 255)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0 || rows.Any(row => row.Count != rows[0].Count))
        {
            throw new ArgumentException("ImageGrid: the rows differ in length.", nameof(rows));
        }
        return Compose([.. rows.SelectMany(row => row)], Math.Max(1, rows[0].Count), margin, background);
    }
}
