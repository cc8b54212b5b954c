using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Uses.Denoising;

/// <summary>The first pictures before and after, a row each, pixel for pixel; larger ones show their middle.</summary>
internal sealed class DenoiseGrid
{
    private const int MostRows = 12, MostSide = 320;

    private readonly List<Picture[]> _rows = [];

    /// <summary>Adds the forms of a picture, all of one size.</summary>
    internal void Add(PictureValues[] forms)
    {
        if (_rows.Count < MostRows)
        {
            _rows.Add(Array.ConvertAll(forms, Middle));
        }
    }

    /// <summary>The grid; smaller pictures stand on white.</summary>
    internal Picture Compose()
    {
        int width = _rows.Max(row => row[0].Width), height = _rows.Max(row => row[0].Height);
        return ImageGrid.ComposeRows([.. _rows.Select(row => Array.ConvertAll(row, picture => OnWhite(picture, width, height)))]);
    }

    private static Picture Middle(PictureValues picture)
    {
        int width = Math.Min(picture.Width, MostSide), height = Math.Min(picture.Height, MostSide);
        return picture.Reflected((picture.Width - width) / 2, (picture.Height - height) / 2, width, height).ToPicture();
    }

    private static Picture OnWhite(Picture picture, int width, int height)
    {
        byte[] pixels = new byte[3 * width * height];
        Array.Fill(pixels, byte.MaxValue);
        int left = (width - picture.Width) / 2, top = (height - picture.Height) / 2, row = 3 * picture.Width;
        for (int y = 0; y < picture.Height; y++)
        {
            picture.Pixels.Slice(y * row, row).CopyTo(pixels.AsSpan(3 * (((top + y) * width) + left)));
        }

        return new Picture(width, height, pixels);
    }
}
