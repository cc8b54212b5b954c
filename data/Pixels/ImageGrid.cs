using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Lays pictures out in rows with captions, on white. Small pictures are enlarged by whole factors, each pixel as a square, so that nothing
/// is invented. Rows that are too long continue below, all of them together. The same rows give the same bytes.
/// </summary>
public static class ImageGrid
{
    private const int LeastSide = 96, MostWidth = 1280, MostCaption = 640;
    private const int Gap = 4, RowGap = 14, Line = BitmapFont.LineHeight + Gap;
    private const byte Background = 255, CaptionGrey = 0, NoteGrey = 80;

    /// <summary>How many pictures stand side by side.</summary>
    /// <param name="size">Their size in pixels, 1 x 1 or more.</param>
    public static int ColumnsOf(ImageSize size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(size.Width, size.Height), 1, nameof(size));
        return ColumnsWithin(Math.Max(LeastSide, size.Width * Factor(size.Width, size.Height)));
    }

    /// <summary>Draws rows below each other.</summary>
    /// <param name="rows">1 row or more with a picture; sizes may differ.</param>
    /// <exception cref="ArgumentException">There are no pictures, or a line has not as many notes as its row has pictures.</exception>
    public static Picture Compose(IReadOnlyList<GridRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var pictures = rows.SelectMany(row => row.Pictures).ToList();
        if (pictures.Count == 0 || rows.Any(row => row.Notes.Any(line => line.Count != row.Pictures.Count)))
        {
            throw new ArgumentException("ImageGrid: there are no pictures, or not as many notes in a line as pictures.", nameof(rows));
        }

        // Notes have room below narrow pictures too.
        var cell = (Width: Math.Max(LeastSide, pictures.Max(picture => picture.Width * Factor(picture.Width, picture.Height))),
            Height: pictures.Max(picture => picture.Height * Factor(picture.Width, picture.Height)));
        int longest = rows.Max(row => row.Pictures.Count);
        // So many that they would be a tower are a square.
        int most = Math.Max(ColumnsWithin(cell.Width), (int)Math.Ceiling(Math.Sqrt(longest)));
        int bands = (longest + most - 1) / most, columns = (longest + bands - 1) / bands;
        var parts = Enumerable.Range(0, bands).SelectMany(band => rows.Where(row => band * columns < row.Pictures.Count).Select(
            row => new GridRow(
                band == 0 || rows.Count > 1 ? row.Caption : "", [.. row.Pictures.Skip(band * columns).Take(columns)],
                [.. row.Notes.Select(line => line.Skip(band * columns).Take(columns).ToArray())]))).ToList();
        int caption = parts.Max(part => BitmapFont.WidthOf(BitmapFont.Fit(part.Caption, MostCaption)));
        int width = Gap + Math.Max(columns * (cell.Width + Gap), caption + Gap);
        byte[] pixels = new byte[checked(3 * width * (Gap + parts.Sum(part => HeightOf(part, cell.Height))))];
        Array.Fill(pixels, Background);
        int top = Gap;
        foreach (var part in parts)
        {
            Draw(part, pixels, width, top, cell);
            top += HeightOf(part, cell.Height);
        }

        return new Picture(width, top, pixels);
    }

    /// <summary>Lays pictures out side by side, without captions or margins: a sheet from which each can be cut again.</summary>
    /// <param name="pictures">1 or more, all of one size.</param>
    /// <param name="columns">Pictures in a row, 1 or more; what remains of the last of several rows is white.</param>
    /// <exception cref="ArgumentException">There are no pictures, or sizes differ.</exception>
    public static Picture Tile(IReadOnlyList<Picture> pictures, int columns)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (pictures.Count == 0 || pictures.Any(picture => (picture.Width, picture.Height) != (pictures[0].Width, pictures[0].Height)))
        {
            throw new ArgumentException("ImageGrid: there are no pictures, or their sizes differ.", nameof(pictures));
        }

        columns = Math.Min(columns, pictures.Count);
        int width = pictures[0].Width, height = pictures[0].Height, stride = columns * width;
        byte[] pixels = new byte[checked(3 * stride * height * ((pictures.Count + columns - 1) / columns))];
        Array.Fill(pixels, Background);
        for (int i = 0; i < pictures.Count; i++)
        {
            for (int y = 0; y < height; y++)
            {
                int to = (((i / columns * height) + y) * stride) + (i % columns * width);
                CopyRow(pictures[i], y, factor: 1, pixels.AsSpan(3 * to));
            }
        }

        return new Picture(stride, pixels.Length / 3 / stride, pixels);
    }

    private static int ColumnsWithin(int cellWidth) => Math.Max(1, (MostWidth - Gap) / (cellWidth + Gap));

    private static int Factor(int width, int height) => (LeastSide + Math.Max(width, height) - 1) / Math.Max(width, height);

    private static int HeightOf(GridRow row, int cellHeight) =>
        (row.Caption.Length > 0 ? Line : 0) + cellHeight + Gap + (row.Notes.Count * Line) + RowGap;

    private static void Draw(GridRow row, byte[] pixels, int width, int top, (int Width, int Height) cell)
    {
        if (row.Caption.Length > 0)
        {
            BitmapFont.Draw(BitmapFont.Fit(row.Caption, width - (2 * Gap)), pixels, width, Gap, top, CaptionGrey);
            top += Line;
        }

        for (int i = 0; i < row.Pictures.Count; i++)
        {
            int left = Gap + (i * (cell.Width + Gap)), below = top + cell.Height + Gap;
            Place(row.Pictures[i], pixels, width, left, top, cell);
            foreach (var line in row.Notes)
            {
                string note = BitmapFont.Fit(line[i], cell.Width);
                int indent = (cell.Width - BitmapFont.WidthOf(note)) / 2;
                BitmapFont.Draw(note, pixels, width, left + indent, below, NoteGrey);
                below += Line;
            }
        }
    }

    /// <summary>Draws an enlarged picture into the middle of its cell.</summary>
    private static void Place(Picture picture, byte[] pixels, int stride, int left, int top, (int Width, int Height) cell)
    {
        int factor = Factor(picture.Width, picture.Height), height = picture.Height * factor;
        left += (cell.Width - (picture.Width * factor)) / 2;
        top += (cell.Height - height) / 2;
        for (int y = 0; y < height; y++)
        {
            CopyRow(picture, y / factor, factor, pixels.AsSpan(3 * (((top + y) * stride) + left)));
        }
    }

    /// <summary>Copies a row of a picture in RGB, each pixel a number of times; grey is repeated.</summary>
    private static void CopyRow(Picture picture, int y, int factor, Span<byte> target)
    {
        int channels = picture.Channels;
        var row = picture.Pixels.Slice(channels * y * picture.Width, channels * picture.Width);
        for (int x = 0; x < factor * picture.Width; x++)
        {
            var pixel = row.Slice(channels * (x / factor), channels);
            if (channels == PictureShape.Grey)
            {
                target.Slice(3 * x, 3).Fill(pixel[0]);
            }
            else
            {
                pixel.CopyTo(target[(3 * x)..]);
            }
        }
    }
}
