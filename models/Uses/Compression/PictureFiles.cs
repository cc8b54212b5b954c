using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>A picture as files of each quality of a format, for a comparison at equal bytes or at equal PSNR.</summary>
internal sealed class PictureFiles
{
    private readonly (int Quality, byte[] File)[] _files;
    private readonly double?[] _psnrs;
    private readonly Picture _picture;

    private PictureFiles(Picture picture, Func<Picture, int, byte[]> encode)
    {
        _picture = picture;
        _files = [.. Enumerable.Range(0, 101).Select(quality => (quality, encode(picture, quality))).OrderBy(
            file => file.Item2.Length)];
        _psnrs = new double?[_files.Length];
    }

    /// <summary>A picture as JPEG.</summary>
    internal static PictureFiles OfJpeg(Picture picture) => new(picture, PixelCodec.EncodeJpeg);

    /// <summary>A picture as WebP with loss.</summary>
    internal static PictureFiles OfWebp(Picture picture) => new(picture, PixelCodec.EncodeWebp);

    /// <summary>The smallest file that is not smaller than a number of bytes, else the largest.</summary>
    /// <returns>Bytes, PSNR in dB, quality, and whether even the smallest file is larger.</returns>
    internal (int Bytes, double Psnr, int Quality, bool IsLarger) At(int bytes)
    {
        int i = Array.FindIndex(_files, file => file.File.Length >= bytes);
        i = i < 0 ? _files.Length - 1 : i;
        return (_files[i].File.Length, PsnrAt(i), _files[i].Quality, _files[0].File.Length > bytes);
    }

    /// <summary>Bytes of the smallest file whose PSNR in dB is not lower than another's, else of the largest.</summary>
    internal int BytesFor(double psnr)
    {
        int i = 0;
        while (i < _files.Length - 1 && PsnrAt(i) < psnr)
        {
            i++;
        }

        return _files[i].File.Length;
    }

    /// <summary>What the smallest file decodes to.</summary>
    internal Picture Smallest => Decode(0);

    private double PsnrAt(int i) => _psnrs[i] ??= ImageMetrics.PsnrOf(_picture, Decode(i));

    // Grey files decode to RGB as well.
    private Picture Decode(int i) => new PictureFrame(_picture.Shape).Apply(PixelCodec.Decode(_files[i].File).Picture!);
}
