using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Uses.Denoising;

/// <summary>A picture of floats: height x width x 3, in [0, 1] apart from noise.</summary>
internal sealed record PictureValues(int Width, int Height, float[] Values)
{
    /// <summary>The values of a picture.</summary>
    internal static PictureValues Of(Picture picture)
    {
        float[] values = new float[3 * picture.Width * picture.Height];
        PixelValues.ToUnit(picture.Pixels, values);
        return new PictureValues(picture.Width, picture.Height, values);
    }

    /// <summary>A picture without values yet.</summary>
    internal static PictureValues Empty(int width, int height) => new(width, height, new float[3 * width * height]);

    /// <summary>
    /// The part from a place on, mirrored at the picture's borders where it goes beyond them: the pixels of the border themselves are not
    /// repeated.
    /// </summary>
    internal PictureValues Reflected(int left, int top, int width, int height)
    {
        var part = Empty(width, height);
        for (int y = 0; y < height; y++)
        {
            int from = Mirror(top + y, Height) * Width;
            for (int x = 0; x < width; x++)
            {
                Values.AsSpan(3 * (from + Mirror(left + x, Width)), 3).CopyTo(part.Values.AsSpan(3 * ((y * width) + x)));
            }
        }

        return part;
    }

    /// <summary>The picture with noise, always the same for a seed and an index.</summary>
    internal PictureValues Corrupted(Corruption corruption, ulong seed, uint index)
    {
        var noisy = Empty(Width, Height);
        corruption.Apply(Values, noisy.Values, Width, Height, seed, Corruption.EvaluationEpoch, index);
        return noisy;
    }

    /// <summary>In 8 bit.</summary>
    internal Picture ToPicture() => PixelValues.ToPicture(Width, Height, Values);

    private static int Mirror(int index, int length)
    {
        int period = Math.Max(1, 2 * (length - 1)), i = index % period;
        return i < length ? i : period - i;
    }
}
