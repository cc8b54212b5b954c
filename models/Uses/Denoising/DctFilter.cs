using System.Runtime.Intrinsics;

namespace ILGpuAutoencoders.Models.Uses.Denoising;

/// <summary>
/// Sliding DCT thresholding (Yu and Sapiro, "DCT image denoising: a simple and effective image denoising algorithm", IPOL 1, 2011): every
/// window of 8x8 pixels loses the coefficients below three deviations of the noise, and each pixel is the mean over its windows. Colours
/// are decorrelated first by a DCT of three points. It needs the deviation of the noise, and knows nothing else.
/// </summary>
internal static class DctFilter
{
    private const int Side = 8;
    private const float Deviations = 3;

    // Of mirrored pixels: those of the corners are in as many windows as all others.
    private const int Border = Side - 1;

    // Row k of the orthonormal DCT-II, and its columns.
    private static readonly Vector256<float>[] s_rows = [.. Enumerable.Range(0, Side).Select(k => Of(i => Basis(Side, k, i)))];
    private static readonly Vector256<float>[] s_columns = [.. Enumerable.Range(0, Side).Select(i => Of(k => Basis(Side, k, i)))];

    /// <summary>What is left of a picture.</summary>
    /// <param name="picture">Of any size.</param>
    /// <param name="deviation">Of the noise, in units of the range of values; 0 or more.</param>
    internal static PictureValues Apply(PictureValues picture, float deviation)
    {
        int width = picture.Width + (2 * Border), height = picture.Height + (2 * Border), channels = picture.Channels;
        float[] values = picture.Reflected(-Border, -Border, width, height).Values;
        float[][] planes = [.. Enumerable.Range(0, channels).Select(_ => new float[width * height])];
        Mix(values, planes, isForward: true);
        float[][] sums = [.. planes.Select(_ => new float[width * height])];
        // One channel by one thread, in one order: the same bits with any number of them.
        Parallel.For(0, channels, channel => Threshold(planes[channel], width, height, Deviations * deviation, sums[channel]));
        Mix(values, sums, isForward: false);
        var result = PictureValues.Empty(picture.Shape);
        for (int y = 0; y < picture.Height; y++)
        {
            int from = channels * (((y + Border) * width) + Border), length = channels * picture.Width;
            values.AsSpan(from, length).CopyTo(result.Values.AsSpan(y * length, length));
        }

        return result;
    }

    private static void Threshold(float[] plane, int width, int height, float threshold, float[] sums)
    {
        Span<Vector256<float>> window = stackalloc Vector256<float>[Side], turned = stackalloc Vector256<float>[Side];
        for (int y = 0; y + Side <= height; y++)
        {
            for (int x = 0; x + Side <= width; x++)
            {
                for (int row = 0; row < Side; row++)
                {
                    window[row] = Vector256.LoadUnsafe(ref plane[((y + row) * width) + x]);
                }

                Along(s_rows, window, turned);
                Across(s_columns, turned, window);
                float mean = window[0][0];
                for (int row = 0; row < Side; row++)
                {
                    window[row] &= Vector256.GreaterThanOrEqual(Vector256.Abs(window[row]), Vector256.Create(threshold));
                }

                // The mean of a window is no noise.
                window[0] = window[0].WithElement(0, mean);
                Along(s_columns, window, turned);
                Across(s_rows, turned, window);
                for (int row = 0; row < Side; row++)
                {
                    ref float sum = ref sums[((y + row) * width) + x];
                    (Vector256.LoadUnsafe(ref sum) + window[row]).StoreUnsafe(ref sum);
                }
            }
        }
    }

    /// <summary>to = M from, where a row of M is a vector: combinations of rows.</summary>
    private static void Along(Vector256<float>[] matrix, ReadOnlySpan<Vector256<float>> from, Span<Vector256<float>> to)
    {
        for (int k = 0; k < Side; k++)
        {
            var sum = Vector256<float>.Zero;
            for (int i = 0; i < Side; i++)
            {
                sum += from[i] * matrix[k][i];
            }

            to[k] = sum;
        }
    }

    /// <summary>to = from M, where a row of M is a vector.</summary>
    private static void Across(Vector256<float>[] matrix, ReadOnlySpan<Vector256<float>> from, Span<Vector256<float>> to)
    {
        for (int k = 0; k < Side; k++)
        {
            var sum = Vector256<float>.Zero;
            for (int i = 0; i < Side; i++)
            {
                sum += matrix[i] * from[k][i];
            }

            to[k] = sum;
        }
    }

    /// <summary>Pixels to channels that are uncorrelated, nearly; and sums over windows back to pixels.</summary>
    private static void Mix(float[] values, float[][] planes, bool isForward)
    {
        int channels = planes.Length;
        float[,] basis = new float[channels, channels];
        for (int k = 0; k < channels; k++)
        {
            for (int i = 0; i < channels; i++)
            {
                basis[k, i] = Basis(channels, k, i);
            }
        }

        for (int pixel = 0; pixel < planes[0].Length; pixel++)
        {
            for (int to = 0; to < channels; to++)
            {
                float sum = 0;
                for (int from = 0; from < channels; from++)
                {
                    sum += isForward ? basis[to, from] * values[(channels * pixel) + from] : basis[from, to] * planes[from][pixel];
                }

                if (isForward)
                {
                    planes[to][pixel] = sum;
                }
                else
                {
                    values[(channels * pixel) + to] = sum / (Side * Side);
                }
            }
        }
    }

    private static Vector256<float> Of(Func<int, float> element) =>
        Vector256.Create(element(0), element(1), element(2), element(3), element(4), element(5), element(6), element(7));

    private static float Basis(int count, int frequency, int place) => (float)(
        Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / count) * Math.Cos(Math.PI * ((2 * place) + 1) * frequency / (2 * count)));
}
