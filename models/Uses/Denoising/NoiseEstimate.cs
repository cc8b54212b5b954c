namespace ILGpuAutoencoders.Models.Uses.Denoising;

/// <summary>
/// The deviation of the noise in a picture that nobody knows without it: the median of the finest diagonal wavelet coefficients, which
/// edges hardly touch (Donoho and Johnstone, "Ideal spatial adaptation by wavelet shrinkage", Biometrika 81, 1994).
/// </summary>
internal static class NoiseEstimate
{
    // The median of |x| for a normal x of deviation 1.
    private const double MedianOfNormal = 0.6745;

    /// <summary>Estimates it.</summary>
    /// <param name="picture">Of any size.</param>
    /// <returns>In units of the range of values; 0 for a picture of one row or column. Fine textures count as noise.</returns>
    internal static float Of(PictureValues picture)
    {
        int channels = picture.Channels, line = channels * picture.Width;
        var coefficients = new List<float>();
        for (int y = 0; y + 1 < picture.Height; y += 2)
        {
            for (int x = 0; x + 1 < picture.Width; x += 2)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    int at = (y * line) + (channels * x) + channel;
                    float a = picture.Values[at], b = picture.Values[at + channels];
                    float c = picture.Values[at + line], d = picture.Values[at + line + channels];
                    // Where the range ends the noise is cut off.
                    if (Math.Min(Math.Min(a, b), Math.Min(c, d)) > 0 && Math.Max(Math.Max(a, b), Math.Max(c, d)) < 1)
                    {
                        coefficients.Add(Math.Abs(a - b - c + d) / 2);
                    }
                }
            }
        }

        coefficients.Sort();
        return coefficients.Count == 0 ? 0 : (float)(coefficients[coefficients.Count / 2] / MedianOfNormal);
    }
}
