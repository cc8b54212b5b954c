namespace ILGpuAutoencoders.Data;

/// <summary>How pictures of a folder become pixels.</summary>
public sealed record PixelOptions
{
    /// <summary>Size of the pictures in pixels; 64 x 64 unless set.</summary>
    public ImageSize Size { get; init; } = 64;

    /// <summary>Values of a pixel: 3 for RGB, 1 for grey; 3 unless set.</summary>
    public int Channels { get; init; } = PictureShape.Rgb;

    /// <summary>The area of each picture that is kept; the whole unless set.</summary>
    public Crop Crop { get; init; }

    /// <summary>What happens where the area kept has other proportions than <see cref="Size"/>; it is stretched unless set.</summary>
    public PictureFit Fit { get; init; }

    /// <summary>The way from pictures to pixels that these say.</summary>
    internal PictureFrame Frame => new(new PictureShape(Size, Channels), Crop, Fit);

    /// <summary>Threads that decode; all processors unless set. It does not affect results.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>The share of pictures that may be bad, in [0, 1]; 0.01 unless set.</summary>
    public double MaxBadFraction { get; init; } = 0.01;

    /// <summary>
    /// The most pixels that a picture may claim, up to <see cref="PixelCodec.MostPixels"/>; <see cref="PixelCodec.MaxPixels"/> unless
    /// set.
    /// </summary>
    public long MaxPixels { get; init; } = PixelCodec.MaxPixels;

    /// <summary>Whether links below the folder are opened; unless set, they count as bad pictures.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>Whether pixels are kept on disk; if not, even a large part is kept in memory; true unless set.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>The most bytes of the whole cache; beyond this the sets written first are removed; 16 GiB unless set.</summary>
    public long CacheBytes { get; init; } = 16L << 30;

    /// <summary>
    /// The most bytes of a part that are kept in memory; the pixels of a larger one stay in the cache and are read from there picture by
    /// picture; 256 MiB unless set. It does not affect results.
    /// </summary>
    public long ResidentBytes { get; init; } = 256L << 20;

    /// <summary>The folder of the cache; null, the default, is <see cref="PixelCache.DefaultFolder"/>.</summary>
    public string? CacheFolder { get; init; }
}
