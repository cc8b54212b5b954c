using System.Buffers;
using SkiaSharp;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>Decodes the formats that SkiaSharp supports.</summary>
internal static class SkiaDecoder
{
    /// <summary>Decodes the bytes of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maxPixels">The most pixels that it may claim in its header.</param>
    /// <param name="orientation">EXIF tag 0x0112, if the decoder does not read it itself; null if it does.</param>
    internal static unsafe DecodeResult Decode(ReadOnlySpan<byte> file, long maxPixels, int? orientation = null)
    {
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((IntPtr)bytes, file.Length);
            using var codec = SKCodec.Create(data);
            if (codec is not { Info: { Width: > 0 and var width, Height: > 0 and var height } })
            {
                return DecodeResult.Bad("the header is damaged");
            }
            return PictureFormat.Excess(width, height, maxPixels) is { } excess
                ? DecodeResult.Bad(excess)
                : Pixels(codec, width, height, orientation ?? (int)codec.EncodedOrigin);
        }
    }

    private static unsafe DecodeResult Pixels(SKCodec codec, int width, int height, int orientation)
    {
        byte[] rgba = ArrayPool<byte>.Shared.Rent(4 * width * height);
        try
        {
            SKCodecResult result;
            fixed (byte* pixels = rgba)
            {
                // Without a colour space and unpremultiplied; otherwise profiles and alpha would change the values.
                var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, null);
                result = codec.GetPixels(info, (IntPtr)pixels);
            }
            if (result != SKCodecResult.Success)
            {
                return DecodeResult.Bad(result == SKCodecResult.IncompleteInput
                    ? "the file is cut short"
                    : $"the pixels do not decode ({result})");
            }
            bool opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
            return DecodeResult.Good(Orientation.Apply(rgba, width, height, orientation, opaque));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // SkiaSharp reports some native failures as a bare System.Exception.
            return DecodeResult.Bad($"the pixels do not decode ({error.Message})");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
    }
}
