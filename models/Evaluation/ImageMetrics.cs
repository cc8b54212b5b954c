using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>Compares pictures with their targets, and averages over all of them.</summary>
/// <remarks>Not safe for use from several threads at once; allocates nothing after construction.</remarks>
internal sealed class ImageMetrics
{
    /// <summary>The PSNR given to a picture without error, which is the highest, in dB.</summary>
    internal const double MaxPsnr = 100;

    private readonly Func<double, double>? _ofDifference;
    private readonly Ssim? _ssim;
    private readonly float[] _output;
    private readonly byte[] _levels;
    private double _mse;
    private double _mae;
    private double _psnr;
    private double _ssimSum;
    private double _differences;

    /// <summary>Makes metrics for pictures of one shape.</summary>
    /// <param name="shape">Of the pictures, 1 x 1 or more.</param>
    /// <param name="ofDifference">A function of output - target whose mean is wanted as well; null for none.</param>
    internal ImageMetrics(PictureShape shape, Func<double, double>? ofDifference = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(shape.Width, shape.Height), 1, nameof(shape));
        _ofDifference = ofDifference;
        _ssim = Math.Min(shape.Width, shape.Height) >= Evaluation.Ssim.Window ? new Ssim(shape) : null;
        _output = new float[shape.Length];
        _levels = new byte[_output.Length];
    }

    /// <summary>Number of pictures so far.</summary>
    internal int Count { get; private set; }

    /// <summary>Mean squared error over all values; NaN before the first picture, as are the others.</summary>
    internal double Mse => _mse / Count;

    /// <summary>Mean absolute error over all values.</summary>
    internal double Mae => _mae / Count;

    /// <summary>Mean over pictures of their PSNR, in dB.</summary>
    internal double Psnr => _psnr / Count;

    /// <summary>PSNR of the mean squared error, in dB.</summary>
    internal double PsnrOfMeanMse => DecibelOf(Mse);

    /// <summary>Mean structural similarity; null below 11 pixels.</summary>
    internal double? Ssim => _ssim is null ? null : _ssimSum / Count;

    /// <summary>All of them except the PSNR of the mean squared error.</summary>
    internal PictureScore Mean => new(Mse, Mae, Psnr, Ssim, _ofDifference is null ? null : _differences / Count);

    /// <summary>Compares a picture with its target and adds it to the averages.</summary>
    /// <param name="output">height x width x channels values; clamped to [0, 1] here.</param>
    /// <param name="target">height x width x channels values in [0, 1].</param>
    internal PictureScore Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, _output.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, _output.Length);
        PixelValues.ToBytes(output, _levels);
        double squares = 0, absolutes = 0, roundedSquares = 0, differences = 0;
        for (int i = 0; i < output.Length; i++)
        {
            float value = Math.Clamp(output[i], 0f, 1f);
            _output[i] = value;
            double error = value - target[i], rounded = _levels[i] * (1 / 255.0) - target[i];
            squares += error * error;
            absolutes += Math.Abs(error);
            roundedSquares += rounded * rounded;
            if (_ofDifference is not null)
            {
                differences += _ofDifference(error);
            }
        }

        var score = new PictureScore(
            squares / output.Length, absolutes / output.Length, DecibelOf(roundedSquares / output.Length), _ssim?.Of(_output, target),
            _ofDifference is null ? null : differences / output.Length);
        Add(score);
        return score;
    }

    /// <summary>Adds a picture that was compared elsewhere.</summary>
    /// <param name="score">How close it is.</param>
    internal void Add(PictureScore score)
    {
        Count++;
        _mse += score.Mse;
        _mae += score.Mae;
        _psnr += score.Psnr;
        _ssimSum += score.Ssim ?? 0;
        _differences += score.Difference ?? 0;
    }

    /// <summary>10 log10(1 / mse), in dB, at most <see cref="MaxPsnr"/>.</summary>
    /// <param name="mse">Mean squared error of values in [0, 1].</param>
    internal static double DecibelOf(double mse) => Math.Min(MaxPsnr, -10 * Math.Log10(mse));

    /// <summary>PSNR of 8-bit pictures of one size, in dB.</summary>
    internal static double PsnrOf(Picture picture, Picture other)
    {
        double squares = 0;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            double error = (picture.Pixels[i] - other.Pixels[i]) / 255.0;
            squares += error * error;
        }

        return DecibelOf(squares / picture.Pixels.Length);
    }
}
