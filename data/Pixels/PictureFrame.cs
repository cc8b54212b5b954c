using System.Buffers;

namespace ILGpuAutoencoders.Data;

/// <summary>The one way by which pictures of any size and proportions become those of a model.</summary>
/// <param name="Shape">What they become.</param>
/// <param name="Crop">The area of each that is kept.</param>
/// <param name="Fit">What happens where its proportions are not those of the shape.</param>
public sealed record PictureFrame(PictureShape Shape, Crop Crop = default, PictureFit Fit = PictureFit.Stretch)
{
    // Rec. 601, as JPEG and PNG readers weigh colours, in 65536ths: the weights sum to 1, so grey pixels keep their value.
    private const int RedShare = 19_595, GreenShare = 38_470, BlueShare = 7_471, Half = 1 << 15;

    /// <summary>What happens to pictures of other proportions, as a phrase after their number.</summary>
    public string WhatHappens => Fit switch
    {
        PictureFit.Crop => $"cut to those of {Shape.Size.Sides}",
        PictureFit.Pad => $"given black bars, to be {Shape.Size.Sides}",
        _ => $"stretched to {Shape.Size.Sides}",
    };

    /// <summary>
    /// Whether pictures of a size have, where they are kept, other proportions than the shape, by half a pixel of it or more.
    /// </summary>
    /// <param name="size">Of the picture.</param>
    public bool Reshapes(ImageSize size)
    {
        var kept = Crop.Apply(size.Width, size.Height);
        return Within(new ImageSize(kept.Width, kept.Height), Shape.Size) != Shape.Size;
    }

    /// <summary>A picture in the frame.</summary>
    /// <param name="picture">The picture; no side above 65,535 pixels.</param>
    public Picture Apply(Picture picture)
    {
        byte[] pixels = new byte[Shape.Length];
        Apply(picture, pixels);
        return new Picture(Shape.Width, Shape.Height, pixels);
    }

    /// <summary>Writes a picture in the frame.</summary>
    /// <param name="picture">The picture; no side above 65,535 pixels.</param>
    /// <param name="destination">As many bytes as the shape has values.</param>
    public void Apply(Picture picture, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, Shape.Length);
        var (from, to) = Places(new ImageSize(picture.Width, picture.Height));
        int length = to.Width * to.Height * picture.Channels;
        if (length == destination.Length)
        {
            PixelResizer.Resize(picture, from, to.Width, to.Height, destination);
            return;
        }

        byte[] room = ArrayPool<byte>.Shared.Rent(length);
        var resized = room.AsSpan(0, length);
        PixelResizer.Resize(picture, from, to.Width, to.Height, resized);
        destination.Clear();
        for (int row = 0; row < to.Height; row++)
        {
            int rowLength = to.Width * picture.Channels, at = (((to.Y + row) * Shape.Width) + to.X) * Shape.Channels;
            var target = destination.Slice(at, to.Width * Shape.Channels);
            Recolour(resized.Slice(row * rowLength, rowLength), picture.Channels, target, Shape.Channels);
        }

        ArrayPool<byte>.Shared.Return(room);
    }

    /// <summary>What was made of a picture in the frame, at the size that the part which it shows has in the picture.</summary>
    /// <param name="output">Of the size of the frame.</param>
    /// <param name="size">Of the picture that <see cref="Apply(Picture)"/> took.</param>
    /// <exception cref="ArgumentException">The output has another size.</exception>
    public Picture Undo(Picture output, ImageSize size)
    {
        ArgumentNullException.ThrowIfNull(output);
        if ((output.Width, output.Height) != (Shape.Width, Shape.Height))
        {
            throw new ArgumentException($"PictureFrame: {output.Width} x {output.Height} is not its size.", nameof(output));
        }

        var (from, to) = Places(size);
        byte[] pixels = new byte[checked(from.Width * from.Height * output.Channels)];
        PixelResizer.Resize(output, to, from.Width, from.Height, pixels);
        return new Picture(from.Width, from.Height, pixels);
    }

    /// <summary>What is shown of a picture, and where in the frame.</summary>
    private ((int X, int Y, int Width, int Height) From, (int X, int Y, int Width, int Height) To) Places(ImageSize size)
    {
        var kept = Crop.Apply(size.Width, size.Height);
        var whole = (0, 0, Shape.Width, Shape.Height);
        if (Fit == PictureFit.Stretch || !Reshapes(size))
        {
            return (kept, whole);
        }

        if (Fit == PictureFit.Pad)
        {
            return (kept, Centre(Within(new ImageSize(kept.Width, kept.Height), Shape.Size), whole));
        }

        return (Centre(Within(Shape.Size, new ImageSize(kept.Width, kept.Height)), kept), whole);
    }

    /// <summary>The largest size of given proportions, to whole pixels, that fits into another.</summary>
    private static ImageSize Within(ImageSize proportions, ImageSize room)
    {
        static int Share(long side, long numerator, long denominator) =>
            (int)Math.Max(1, ((2 * side * numerator) + denominator) / (2 * denominator));
        long wide = (long)proportions.Width * room.Height, high = (long)proportions.Height * room.Width;
        return wide >= high
            ? new ImageSize(room.Width, Share(room.Width, proportions.Height, proportions.Width))
            : new ImageSize(Share(room.Height, proportions.Width, proportions.Height), room.Height);
    }

    private static (int X, int Y, int Width, int Height) Centre(ImageSize size, (int X, int Y, int Width, int Height) room) => (
        room.X + ((room.Width - size.Width) / 2), room.Y + ((room.Height - size.Height) / 2), size.Width, size.Height);

    private static void Recolour(ReadOnlySpan<byte> row, int channels, Span<byte> to, int wanted)
    {
        if (channels == wanted)
        {
            row.CopyTo(to);
            return;
        }

        for (int i = 0; i < Math.Max(row.Length, to.Length) / PictureShape.Rgb; i++)
        {
            if (wanted == PictureShape.Rgb)
            {
                to.Slice(3 * i, 3).Fill(row[i]);
            }
            else
            {
                to[i] = (byte)(((RedShare * row[3 * i]) + (GreenShare * row[(3 * i) + 1]) + (BlueShare * row[(3 * i) + 2]) + Half) >> 16);
            }
        }
    }
}
