using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>Where a reconstruction goes wrong.</summary>
internal static class ErrorMap
{
    private const int Radius = 2;

    /// <summary>The squared error of each pixel, mean over channels and over the 5 x 5 pixels around it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="output">Its reconstruction; clamped to [0, 1] here.</param>
    internal static double[] Of(Picture picture, ReadOnlySpan<float> output)
    {
        int width = picture.Width, height = picture.Height, channels = picture.Channels;
        double[] errors = new double[width * height];
        for (int i = 0; i < output.Length; i++)
        {
            double error = Math.Clamp(output[i], 0f, 1f) - picture.Pixels[i] / 255.0;
            errors[i / channels] += error * error / channels;
        }

        double[] map = new double[errors.Length];
        for (int i = 0; i < map.Length; i++)
        {
            int top = Math.Max(0, i / width - Radius), bottom = Math.Min(height - 1, i / width + Radius);
            int left = Math.Max(0, i % width - Radius), right = Math.Min(width - 1, i % width + Radius);
            for (int y = top; y <= bottom; y++)
            {
                for (int x = left; x <= right; x++)
                {
                    map[i] += errors[y * width + x];
                }
            }

            map[i] /= (bottom - top + 1) * (right - left + 1);
        }

        return map;
    }

    /// <summary>A picture in grey with red where the error is.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="map">Its errors.</param>
    /// <param name="scale">The error that is full red, above 0.</param>
    internal static Picture Over(Picture picture, ReadOnlySpan<double> map, double scale)
    {
        byte[] heat = new byte[3 * map.Length];
        int channels = picture.Channels;
        for (int i = 0; i < map.Length; i++)
        {
            var pixel = picture.Pixels.Slice(channels * i, channels);
            double level = channels == PictureShape.Grey ? pixel[0] : 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
            double grey = level * 0.8, red = Math.Min(1, map[i] / scale);
            heat[3 * i] = (byte)(grey + (255 - grey) * red);
            heat[3 * i + 1] = heat[3 * i + 2] = (byte)(grey * (1 - red));
        }

        return new Picture(picture.Width, picture.Height, heat);
    }

    /// <summary>Pictures in grey with red where their errors are, as a row of a grid.</summary>
    /// <param name="caption">What it is, and what full red stands for.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="maps">The errors of each.</param>
    /// <param name="scale">The error that is full red, above 0.</param>
    internal static GridRow Row(string caption, IReadOnlyList<Picture> pictures, IReadOnlyList<double[]> maps, double scale) =>
        new(caption, [.. pictures.Zip(maps, (picture, map) => Over(picture, map, scale))]);
}
