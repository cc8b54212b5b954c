using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>A picture as JPEG of each quality, for a comparison at equal bytes.</summary>
internal sealed class JpegSearch
{
    private readonly (int Quality, byte[] File)[] _files;
    private readonly Picture _picture;

    internal JpegSearch(Picture picture)
    {
        _picture = picture;
        _files = [.. Enumerable.Range(0, 101).Select(quality => (quality, PixelCodec.EncodeJpeg(picture, quality))).OrderBy(file => file.Item2.Length)];
    }

    /// <summary>The smallest file that is not smaller than a number of bytes, else the largest.</summary>
    /// <returns>Bytes, PSNR in dB, quality, and whether even the smallest file is larger.</returns>
    internal (int Bytes, double Psnr, int Quality, bool IsLarger) At(int bytes)
    {
        int i = Array.FindIndex(_files, file => file.File.Length >= bytes);
        var (quality, file) = _files[i < 0 ? ^1 : i];
        return (file.Length, PsnrOf(_picture, PixelCodec.Decode(file).Picture!), quality, _files[0].File.Length > bytes);
    }

    /// <summary>What the smallest file decodes to.</summary>
    internal Picture Smallest => PixelCodec.Decode(_files[0].File).Picture!;

    /// <summary>PSNR of 8-bit pictures, in dB.</summary>
    internal static double PsnrOf(Picture picture, Picture other)
    {
        double squares = 0;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            double error = (picture.Pixels[i] - other.Pixels[i]) / 255.0;
            squares += error * error;
        }

        return ImageMetrics.DecibelOf(squares / picture.Pixels.Length);
    }
}
