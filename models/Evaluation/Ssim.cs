using System.Numerics;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>
/// The structural similarity index of Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to
/// structural similarity" (2004), eq. 13: an 11x11 Gaussian window of sigma 1.5 where it lies within the picture, K1 = 0.01,
/// K2 = 0.03, values in [0, 1], mean over places and channels.
/// </summary>
/// <remarks>The window is separable: rows first, then columns. Not safe for use from several threads at once; allocates nothing after
/// construction.</remarks>
internal sealed class Ssim
{
    /// <summary>Side of the window in pixels: smaller pictures have no index.</summary>
    internal const int Window = 11;

    private const int Maps = 5;

    /// <summary>Keeps a quotient of means from 0 / 0.</summary>
    internal const float C1 = 0.01f * 0.01f;

    /// <summary>Keeps a quotient of variances from 0 / 0.</summary>
    internal const float C2 = 0.03f * 0.03f;

    /// <summary>Variances do not depend on it, and cancel less when values are centred.</summary>
    internal const float Shift = 0.5f;

    private readonly int _width, _height, _channels;
    private readonly int _rowLength;
    private readonly int _stride;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly float[] _moments;
    private readonly float[] _index;

    /// <summary>The window along one axis.</summary>
    internal static float[] Taps { get; } = MakeTaps();

    /// <summary>Makes the index for pictures of one size.</summary>
    /// <param name="shape">Of the pictures; both sides are at least <see cref="Window"/>.</param>
    internal Ssim(PictureShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Width, Window, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Height, Window, nameof(shape));
        (_width, _height, _channels) = shape;
        _rowLength = _channels * (_width - Window + 1);
        int lanes = Vector<float>.Count;
        _stride = (_rowLength + lanes - 1) / lanes * lanes;
        _x = new float[shape.Length + lanes];
        _y = new float[_x.Length];
        _moments = new float[Maps * _height * _stride];
        _index = new float[_stride];
    }

    /// <summary>The index of two pictures: 1 if they are equal, less otherwise.</summary>
    /// <param name="a">height x width x channels values in [0, 1].</param>
    /// <param name="b">height x width x channels values in [0, 1].</param>
    internal double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Centre(a, _x);
        Centre(b, _y);
        for (int row = 0; row < _height; row++)
        {
            FilterRow(row);
        }

        double sum = 0;
        for (int row = 0; row + Window <= _height; row++)
        {
            FilterColumns(row);
            for (int i = 0; i < _rowLength; i++)
            {
                sum += _index[i];
            }
        }

        return sum / ((double)_rowLength * (_height - Window + 1));
    }

    private void Centre(ReadOnlySpan<float> picture, float[] target)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(picture.Length, _channels * _width * _height);
        for (int i = 0; i < picture.Length; i++)
        {
            target[i] = picture[i] - Shift;
        }
    }

    /// <summary>Windowed sums along a row of x, y, xx, yy and xy.</summary>
    private void FilterRow(int row)
    {
        int plane = _height * _stride;
        for (int i = 0; i < _stride; i += Vector<float>.Count)
        {
            Vector<float> mx = default, my = default, xx = default, yy = default, xy = default;
            int at = _channels * row * _width + i;
            for (int k = 0; k < Window; k++)
            {
                // The last vector of the last row reaches into the padding, whose results nobody reads.
                int from = Math.Min(at + _channels * k, _x.Length - Vector<float>.Count);
                Vector<float> x = new(_x, from), y = new(_y, from);
                Vector<float> wx = Taps[k] * x, wy = Taps[k] * y;
                mx += wx;
                my += wy;
                xx += wx * x;
                yy += wy * y;
                xy += wx * y;
            }

            int to = row * _stride + i;
            mx.CopyTo(_moments, to);
            my.CopyTo(_moments, to + plane);
            xx.CopyTo(_moments, to + 2 * plane);
            yy.CopyTo(_moments, to + 3 * plane);
            xy.CopyTo(_moments, to + 4 * plane);
        }
    }

    /// <summary>Windowed sums along columns, and from them the index of each place of a row.</summary>
    private void FilterColumns(int row)
    {
        int plane = _height * _stride;
        for (int i = 0; i < _stride; i += Vector<float>.Count)
        {
            Vector<float> mx = default, my = default, xx = default, yy = default, xy = default;
            for (int k = 0; k < Window; k++)
            {
                int from = (row + k) * _stride + i;
                var tap = new Vector<float>(Taps[k]);
                mx += tap * new Vector<float>(_moments, from);
                my += tap * new Vector<float>(_moments, from + plane);
                xx += tap * new Vector<float>(_moments, from + 2 * plane);
                yy += tap * new Vector<float>(_moments, from + 3 * plane);
                xy += tap * new Vector<float>(_moments, from + 4 * plane);
            }

            Vector<float> varX = xx - mx * mx, varY = yy - my * my, covariance = xy - mx * my;
            var shift = new Vector<float>(Shift);
            mx += shift;
            my += shift;
            Vector<float> c1 = new(C1), c2 = new(C2);
            var index = (2f * mx * my + c1) * (2f * covariance + c2) / ((mx * mx + my * my + c1) * (varX + varY + c2));
            index.CopyTo(_index, i);
        }
    }

    private static float[] MakeTaps()
    {
        const double Sigma = 1.5;
        double[] taps = [.. Enumerable.Range(-(Window / 2), Window).Select(i => Math.Exp(-i * i / (2 * Sigma * Sigma)))];
        return [.. taps.Select(tap => (float)(tap / taps.Sum()))];
    }
}
