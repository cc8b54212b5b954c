namespace ILGpuAutoencoders.Models.Uses.Denoising;

/// <summary>A control.</summary>
/// <param name="Name">For people.</param>
/// <param name="Apply">What it makes of a picture with noise of a deviation.</param>
/// <param name="Of">Its score in a row of the table.</param>
internal sealed record DenoiseFilter(string Name, Func<PictureValues, float, PictureValues> Apply, Func<DenoiseLevel, DenoiseScore> Of);

/// <summary>Filters that know nothing about pictures, as controls. Beyond a border, its pixels are repeated.</summary>
internal static class PictureFilters
{
    private const int Middle = 4;

    /// <summary>The median of 3x3 pixels, each channel on its own.</summary>
    internal static PictureValues Median(PictureValues picture)
    {
        var result = PictureValues.Empty(picture.Shape);
        Span<float> window = stackalloc float[9];
        for (int i = 0; i < result.Values.Length; i++)
        {
            Fill(picture, i, 1, window);
            window.Sort();
            result.Values[i] = window[Middle];
        }

        return result;
    }

    /// <summary>The mean of (2 radius + 1)² pixels, each channel on its own.</summary>
    internal static PictureValues Mean(PictureValues picture, int radius)
    {
        var result = PictureValues.Empty(picture.Shape);
        int side = (2 * radius) + 1;
        Span<float> window = stackalloc float[side * side];
        for (int i = 0; i < result.Values.Length; i++)
        {
            Fill(picture, i, radius, window);
            float sum = 0;
            foreach (float value in window)
            {
                sum += value;
            }

            result.Values[i] = sum / window.Length;
        }

        return result;
    }

    private static void Fill(PictureValues picture, int index, int radius, Span<float> window)
    {
        int channels = picture.Channels, channel = index % channels, pixel = index / channels, n = 0;
        int column = pixel % picture.Width, row = pixel / picture.Width;
        for (int y = row - radius; y <= row + radius; y++)
        {
            int start = Math.Clamp(y, 0, picture.Height - 1) * picture.Width;
            for (int x = column - radius; x <= column + radius; x++)
            {
                window[n++] = picture.Values[(channels * (start + Math.Clamp(x, 0, picture.Width - 1))) + channel];
            }
        }
    }
}
