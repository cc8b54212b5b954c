using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Coordinates of pictures in an orthonormal basis: of all pictures, or of those that mirroring leaves as they are (even) or negates
/// (odd). The components of pictures and their mirror images together are even or odd, and are found separately, in half as many
/// coordinates. The middle column of an odd width is its own mirror image: it is even, and the odd space lacks it.
/// </summary>
internal sealed class PictureSpace
{
    private readonly PictureShape _shape;
    private readonly int _sign;

    private PictureSpace(PictureShape shape, int sign) => (_shape, _sign) = (shape, sign);

    /// <summary>Number of coordinates: height x width x channels, or half of it.</summary>
    internal int Length => _shape.Channels * _shape.Height * Columns;

    private int Columns => _sign == 0 ? _shape.Width : (_shape.Width + (_sign > 0 ? 1 : 0)) / 2;

    /// <summary>The spaces that components of pictures lie in.</summary>
    /// <param name="shape">Of the pictures.</param>
    /// <param name="isMirrored">Whether mirror images count as well.</param>
    internal static PictureSpace[] Of(PictureShape shape, bool isMirrored) =>
        isMirrored ? [new(shape, 1), new(shape, -1)] : [new(shape, 0)];

    /// <summary>The coordinates of a picture less those of an origin.</summary>
    /// <param name="image">height x width x channels levels.</param>
    /// <param name="origin"><see cref="Length"/> coordinates.</param>
    /// <param name="coordinates">As many, to fill.</param>
    internal void Fill(ReadOnlySpan<byte> image, ReadOnlySpan<float> origin, Span<float> coordinates)
    {
        if (_sign == 0)
        {
            for (int i = 0; i < coordinates.Length; i++)
            {
                coordinates[i] = (image[i] * (1 / 255f)) - origin[i];
            }

            return;
        }

        float scale = (float)(Math.Sqrt(0.5) / 255);
        int channels = _shape.Channels, width = channels * _shape.Width, half = channels * Columns;
        for (int row = 0; row < _shape.Height; row++)
        {
            var line = image.Slice(row * width, width);
            var centre = origin.Slice(row * half, half);
            var target = coordinates.Slice(row * half, half);
            for (int at = 0, mirror = width - channels; at < target.Length; at += channels, mirror -= channels)
            {
                if (at == mirror)
                {
                    scale = 1 / (2 * 255f);
                }

                for (int channel = 0; channel < channels; channel++)
                {
                    target[at + channel] = ((line[at + channel] + (_sign * line[mirror + channel])) * scale) - centre[at + channel];
                }
            }

            scale = (float)(Math.Sqrt(0.5) / 255);
        }
    }

    /// <summary>The coordinates of a picture of doubles; all odd coordinates of an even one are 0.</summary>
    internal double[] Of(IReadOnlyList<double> picture)
    {
        double[] coordinates = new double[Length];
        for (int i = 0; i < coordinates.Length; i++)
        {
            var (at, mirror) = Places(_shape, Columns, i);
            coordinates[i] = _sign == 0 || at == mirror ? picture[at] : Math.Sqrt(0.5) * (picture[at] + (_sign * picture[mirror]));
        }

        return coordinates;
    }

    /// <summary>The picture that has given coordinates, height x width x channels values.</summary>
    internal double[] ToPicture(ReadOnlySpan<double> coordinates)
    {
        if (_sign == 0)
        {
            return coordinates.ToArray();
        }

        double[] picture = new double[_shape.Length];
        for (int i = 0; i < coordinates.Length; i++)
        {
            var (at, mirror) = Places(_shape, Columns, i);
            picture[at] = at == mirror ? coordinates[i] : Math.Sqrt(0.5) * coordinates[i];
            picture[mirror] = _sign * picture[at];
        }

        return picture;
    }

    /// <summary>Where a value of the first columns of a picture is, and where it is in the mirror image.</summary>
    /// <param name="shape">Of the picture.</param>
    /// <param name="columns">How many columns are counted.</param>
    /// <param name="i">Which of their values.</param>
    internal static (int At, int Mirror) Places(PictureShape shape, int columns, int i)
    {
        int channels = shape.Channels, width = shape.Width;
        int channel = i % channels, column = i / channels % columns, row = i / channels / columns;
        return ((((row * width) + column) * channels) + channel, (((row * width) + width - 1 - column) * channels) + channel);
    }
}
