namespace ILGpuAutoencoders.Data;

/// <summary>What pictures of one kind have in common. A number stands for a square of that side in RGB.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">Values of a pixel: 3 for RGB, 1 for grey.</param>
public readonly record struct PictureShape(int Width, int Height, int Channels = PictureShape.Rgb)
{
    /// <summary>The channels of colour pictures.</summary>
    public const int Rgb = 3;

    /// <summary>The channels of grey pictures.</summary>
    public const int Grey = 1;

    /// <summary>Pictures of a size.</summary>
    /// <param name="size">Width and height.</param>
    /// <param name="channels">3 for RGB, 1 for grey.</param>
    public PictureShape(ImageSize size, int channels = Rgb)
        : this(size.Width, size.Height, channels)
    {
    }

    /// <summary>Width and height.</summary>
    public ImageSize Size => new(Width, Height);

    /// <summary>Values of a picture: height x width x channels.</summary>
    public int Length => checked(Width * Height * Channels);

    /// <summary>A square in RGB.</summary>
    /// <param name="side">Its side in pixels.</param>
    public static implicit operator PictureShape(int side) => new(side, side);

    /// <summary>For people: 96 x 64, or 28 x 28 in grey.</summary>
    public override string ToString() => Channels == Grey ? $"{Size.Sides} in grey" : Size.Sides;
}
