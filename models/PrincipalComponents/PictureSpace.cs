namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Coordinates of pictures in an orthonormal basis: of all pictures, or of those that mirroring leaves as they are (even) or negates
/// (odd). The components of pictures and their mirror images together are even or odd, and are found separately, in half as many
/// coordinates.
/// </summary>
internal sealed class PictureSpace
{
    private readonly int _size, _sign;

    private PictureSpace(int size, int sign) => (_size, _sign) = (size, sign);

    /// <summary>Number of coordinates: size x size x 3, or half of it.</summary>
    internal int Length => 3 * _size * Columns;

    private int Columns => _sign == 0 ? _size : _size / 2;

    /// <summary>The spaces that components of pictures lie in.</summary>
    /// <param name="size">Side of the pictures; even where they are mirrored.</param>
    /// <param name="isMirrored">Whether mirror images count as well.</param>
    internal static PictureSpace[] Of(int size, bool isMirrored) => isMirrored ? [new(size, 1), new(size, -1)] : [new(size, 0)];

    /// <summary>The coordinates of a picture less those of an origin.</summary>
    /// <param name="image">size x size x 3 levels.</param>
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
        int width = 3 * _size, half = width / 2;
        for (int row = 0; row < _size; row++)
        {
            var line = image.Slice(row * width, width);
            var centre = origin.Slice(row * half, half);
            var target = coordinates.Slice(row * half, half);
            for (int at = 0, mirror = width - 3; at < target.Length; at += 3, mirror -= 3)
            {
                target[at] = ((line[at] + (_sign * line[mirror])) * scale) - centre[at];
                target[at + 1] = ((line[at + 1] + (_sign * line[mirror + 1])) * scale) - centre[at + 1];
                target[at + 2] = ((line[at + 2] + (_sign * line[mirror + 2])) * scale) - centre[at + 2];
            }
        }
    }

    /// <summary>The coordinates of a picture of doubles; all odd coordinates of an even one are 0.</summary>
    internal double[] Of(IReadOnlyList<double> picture)
    {
        double[] coordinates = new double[Length];
        for (int i = 0; i < coordinates.Length; i++)
        {
            var (at, mirror) = Places(i);
            coordinates[i] = _sign == 0 ? picture[at] : Math.Sqrt(0.5) * (picture[at] + (_sign * picture[mirror]));
        }

        return coordinates;
    }

    /// <summary>The picture that has given coordinates, size x size x 3 values.</summary>
    internal double[] ToPicture(ReadOnlySpan<double> coordinates)
    {
        if (_sign == 0)
        {
            return coordinates.ToArray();
        }

        double[] picture = new double[2 * Length];
        for (int i = 0; i < coordinates.Length; i++)
        {
            var (at, mirror) = Places(i);
            picture[at] = Math.Sqrt(0.5) * coordinates[i];
            picture[mirror] = _sign * picture[at];
        }

        return picture;
    }

    private (int At, int Mirror) Places(int i)
    {
        int channel = i % 3, column = i / 3 % Columns, row = i / 3 / Columns;
        return ((((row * _size) + column) * 3) + channel, (((row * _size) + _size - 1 - column) * 3) + channel);
    }
}
