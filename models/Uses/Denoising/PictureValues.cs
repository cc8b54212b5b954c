using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Uses.Denoising;

/// <summary>A picture of floats: height x width x channels, in [0, 1] apart from noise.</summary>
internal sealed record PictureValues(PictureShape Shape, float[] Values)
{
    /// <summary>Columns.</summary>
    internal int Width => Shape.Width;

    /// <summary>Rows.</summary>
    internal int Height => Shape.Height;

    /// <summary>Values of a pixel.</summary>
    internal int Channels => Shape.Channels;

    /// <summary>The values of a picture.</summary>
    internal static PictureValues Of(Picture picture)
    {
        float[] values = new float[picture.Shape.Length];
        PixelValues.ToUnit(picture.Pixels, values);
        return new PictureValues(picture.Shape, values);
    }

    /// <summary>A picture without values yet.</summary>
    internal static PictureValues Empty(PictureShape shape) => new(shape, new float[shape.Length]);

    /// <summary>
    /// The part from a place on, mirrored at the picture's borders where it goes beyond them: the pixels of the border themselves are not
    /// repeated.
    /// </summary>
    internal PictureValues Reflected(int left, int top, int width, int height)
    {
        var part = Empty(new PictureShape(width, height, Channels));
        for (int y = 0; y < height; y++)
        {
            int from = Mirror(top + y, Height) * Width;
            for (int x = 0; x < width; x++)
            {
                Values.AsSpan(Channels * (from + Mirror(left + x, Width)), Channels)
                    .CopyTo(part.Values.AsSpan(Channels * ((y * width) + x)));
            }
        }

        return part;
    }

    /// <summary>The picture with noise, always the same for a seed and an index.</summary>
    internal PictureValues Corrupted(Corruption corruption, ulong seed, uint index)
    {
        var noisy = Empty(Shape);
        corruption.Apply(Values, noisy.Values, Width, Height, seed, Corruption.EvaluationEpoch, index);
        return noisy;
    }

    /// <summary>In 8 bit.</summary>
    internal Picture ToPicture() => PixelValues.ToPicture(Width, Height, Values);

    private static int Mirror(int index, int length)
    {
        int period = Math.Max(1, 2 * (length - 1)), i = Math.Abs(index) % period;
        return i < length ? i : period - i;
    }
}
