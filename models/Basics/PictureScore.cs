namespace ILGpuAutoencoders.Models.Basics;

/// <summary>How close a picture is to its target, or pictures are on average.</summary>
/// <param name="Mse">Mean squared error of values clamped to [0, 1].</param>
/// <param name="Mae">Mean absolute error of values clamped to [0, 1].</param>
/// <param name="Psnr">10 log10(1 / mse) on values rounded to 8 bit, in dB, at most 100.</param>
/// <param name="Ssim">Structural similarity of clamped values; null below 11 pixels.</param>
/// <param name="Difference">Mean of a function of clamped output - target; null if none was asked for.</param>
internal readonly record struct PictureScore(double Mse, double Mae, double Psnr, double? Ssim, double? Difference = null);
