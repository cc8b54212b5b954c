using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>A picture and its reconstruction.</summary>
/// <param name="Input">The picture as the model sees it.</param>
/// <param name="Output">Its reconstruction, of the same size.</param>
/// <param name="Mse">Mean squared error in [0, 1].</param>
/// <param name="Psnr">PSNR of the picture rounded to 8 bit, in dB.</param>
/// <param name="Ssim">SSIM; null below 11 pixels.</param>
public sealed record PictureReconstruction(Picture Input, Picture Output, double Mse, double Psnr, double? Ssim);

/// <summary>A picture and its denoised form.</summary>
/// <param name="Noisy">What the model was given.</param>
/// <param name="Output">What it made of that, of the same size.</param>
/// <param name="Before">How close the noisy picture is to the clean one; null if that is not known.</param>
/// <param name="After">How close the denoised picture is to the clean one; null if that is not known.</param>
public sealed record PictureDenoising(Picture Noisy, Picture Output, DenoiseScore? Before, DenoiseScore? After);

/// <summary>A picture and its anomaly score.</summary>
/// <param name="Name">The score that gives the verdict, one of <see cref="AnomalyScores.Names"/>.</param>
/// <param name="Score">Its value.</param>
/// <param name="Threshold">Above it a picture is an anomaly.</param>
/// <param name="Normalised">The score from 0 to 1, with 0.5 at the threshold.</param>
/// <param name="IsAnomaly">Whether the score is above the threshold.</param>
/// <param name="Scores">All scores by name.</param>
/// <param name="HeatMap">The picture as the model sees it, in grey with red where the error is.</param>
public sealed record PictureVerdict(
    string Name, double Score, double Threshold, double Normalised, bool IsAnomaly, IReadOnlyDictionary<string, double> Scores,
    Picture HeatMap);

/// <summary>A compressed picture.</summary>
/// <param name="File">The bytes of the .iae file.</param>
/// <param name="Output">What it decompresses to.</param>
/// <param name="BitsPerPixel">Of the picture as the model sees it.</param>
/// <param name="Psnr">Of what it decompresses to, in dB.</param>
public sealed record PictureFile(byte[] File, Picture Output, double BitsPerPixel, double Psnr);

/// <summary>Principal axes of the latent vectors of pictures that a run was trained on.</summary>
/// <param name="Mean">The mean vector.</param>
/// <param name="Directions">Orthonormal directions, the one of the largest variance first, each as long as the mean.</param>
/// <param name="Deviations">The standard deviation along each.</param>
/// <param name="Images">Number of pictures that they were fitted to.</param>
public sealed record LatentAxes(float[] Mean, IReadOnlyList<float[]> Directions, IReadOnlyList<float> Deviations, int Images);

/// <summary>A picture that the run was trained on, near to another.</summary>
/// <param name="Name">Its path below the data folder.</param>
/// <param name="Distance">1 less the cosine of the whitened latent vectors; Euclidean distance of those too long to be whitened.</param>
/// <param name="Picture">The picture as the model sees it.</param>
public sealed record PictureNeighbour(string Name, double Distance, Picture Picture);
