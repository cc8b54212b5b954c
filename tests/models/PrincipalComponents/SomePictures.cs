using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Models.PrincipalComponents;

/// <summary>Pictures whose components can be told.</summary>
internal static class SomePictures
{
    /// <summary>Of few directions of falling variance, and noise in all.</summary>
    internal static PixelSet LowRank(int count, int size, int rank, int seed)
    {
        var random = new Random(seed);
        int length = 3 * size * size;
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[][] directions = [.. Enumerable.Range(0, rank).Select(_ => Enumerable.Range(0, length).Select(_ => Normal()).ToArray())];
        byte[] pixels = new byte[count * length];
        for (int i = 0; i < count; i++)
        {
            double[] weights = [.. Enumerable.Range(0, rank).Select(k => 20 * Math.Pow(k + 1, -0.7) * Normal())];
            for (int j = 0; j < length; j++)
            {
                double value = 128 + (2 * Normal());
                for (int k = 0; k < rank; k++)
                {
                    value += weights[k] * directions[k][j];
                }

                pixels[(i * length) + j] = (byte)Math.Clamp(Math.Round(value), 0, 255);
            }
        }

        return Of(size, pixels);
    }

    /// <summary>Of any bytes.</summary>
    internal static PixelSet Noise(int count, int size, int seed)
    {
        byte[] pixels = new byte[count * 3 * size * size];
        new Random(seed).NextBytes(pixels);
        return Of(size, pixels);
    }

    /// <summary>The same grey in every pixel of every picture.</summary>
    internal static PixelSet Flat(int count, int size)
    {
        byte[] pixels = new byte[count * 3 * size * size];
        Array.Fill<byte>(pixels, 77);
        return Of(size, pixels);
    }

    /// <summary>Pictures again and again.</summary>
    internal static PixelSet Repeat(PixelSet pictures, int times) =>
        Of(pictures.Shape, [.. Enumerable.Range(0, times * pictures.Count).SelectMany(i => pictures.Image(i % pictures.Count).ToArray())]);

    /// <summary>Pictures, and after them their mirror images.</summary>
    internal static PixelSet WithMirrors(PixelSet pictures)
    {
        var (width, _, channels) = pictures.Shape;
        byte[] pixels = [.. Enumerable.Range(0, pictures.Count).SelectMany(i => pictures.Image(i).ToArray())];
        byte[] mirrored =
        [
            .. Enumerable.Range(0, pixels.Length)
                .Select(i => pixels[
                    (i / (channels * width) * channels * width) + ((width - 1 - (i / channels % width)) * channels) + (i % channels)]),
        ];
        return Of(pictures.Shape, [.. pixels, .. mirrored]);
    }

    internal static PixelSet Of(PictureShape shape, byte[] pixels) =>
        new(shape, [.. Enumerable.Range(0, pixels.Length / shape.Length).Select(i => $"{i}")], pixels);
}
