using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.PcaStart;

/// <summary>
/// A linear autoencoder before a sigmoid: z = V (x - mean), y = sigmoid(Σ zₖ Wₖ + b). V are the principal components of pictures; W and
/// b are the least squares fit to the pictures' logits, which separates into one problem per component, since their coordinates are
/// uncorrelated.
/// </summary>
internal sealed class LinearPicture
{
    // Black and white have no finite logits: they are moved this far into the open interval.
    private const double Margin = 0.03;
    private const int PicturesPerPass = 256;

    private static readonly double[] s_logits = [.. Enumerable.Range(0, 256).Select(level => LogitOf(level / 255.0))];

    private LinearPicture(Pca pca, double[][] logits, double[] offset) => (Pca, Logits, Offset) = (pca, logits, offset);

    /// <summary>V, the mean, and the variances of z.</summary>
    internal Pca Pca { get; }

    /// <summary>W: height x width x channels values for each component.</summary>
    internal double[][] Logits { get; }

    /// <summary>b: height x width x channels values.</summary>
    internal double[] Offset { get; }

    /// <summary>Fits it.</summary>
    /// <param name="device">Computes the products.</param>
    /// <param name="pictures">2 pictures or more.</param>
    /// <param name="latent">Components wanted; fewer come where the pictures span fewer.</param>
    /// <param name="isMirrored">Whether the mirror images of the pictures count as well.</param>
    /// <param name="progress">Receives the steps of fitting that are done, and how many there are; null for none.</param>
    /// <param name="ranks">Divide the fitting of components; this is rank 0.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Null if the pictures are all the same.</returns>
    internal static LinearPicture? Fit(
        ComputeDevice device, PixelSet pictures, int latent, bool isMirrored, Action<int, int>? progress, CovarianceRanks ranks,
        CancellationToken cancellation)
    {
        var pca = Pca.Fit(pictures, latent, isMirrored, progress, ranks, cancellation);
        if (pca.Count == 0)
        {
            return null;
        }

        int length = pictures.ImageLength;
        var shape = pictures.Shape;
        double[][] logits = [.. Enumerable.Range(0, pca.Count).Select(_ => new double[length])];
        double[] offset = new double[length];
        double[] squares = new double[pca.Count];
        float[] components = [.. pca.Components.SelectMany(component => component, (_, value) => (float)value)];
        for (int first = 0; first < pictures.Count; first += PicturesPerPass)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(PicturesPerPass, pictures.Count - first);
            Add(device, pictures, pca, components, first, count, logits, offset, squares);
        }

        offset = Array.ConvertAll(offset, sum => sum / pictures.Count);
        for (int k = 0; k < logits.Length; k++)
        {
            logits[k] = Array.ConvertAll(logits[k], sum => sum / squares[k]);
        }

        if (isMirrored)
        {
            offset = Symmetric(offset, shape, 1);
            int SignOf(double[] component) => Rows.Dot(component, MirroredPca.Mirror(component, shape)) > 0 ? 1 : -1;
            logits = [.. logits.Select((picture, k) => Symmetric(picture, shape, SignOf(pca.Components[k])))];
        }

        return new LinearPicture(pca, logits, offset);
    }

    private static void Add(
        ComputeDevice device, PixelSet pictures, Pca pca, float[] components, int first, int count, double[][] sums, double[] offset,
        double[] squares)
    {
        int length = pictures.ImageLength;
        double[] mean = [.. pca.Mean];
        float[] centred = new float[count * length];
        float[] targets = new float[count * length];
        byte[] room = new byte[length];
        for (int i = 0; i < count; i++)
        {
            var image = pictures.Image(first + i, room);
            for (int j = 0; j < length; j++)
            {
                double logit = s_logits[image[j]];
                centred[(i * length) + j] = (float)((image[j] / 255.0) - mean[j]);
                targets[(i * length) + j] = (float)logit;
                offset[j] += logit;
            }
        }

        using var scope = device.OpenScope();
        using var pause = Autograd.Pause();
        var x = Tensor.FromArray(device, [count, length], centred);
        var projections = Tensor.FromArray(device, [pca.Count, length], components).Linear(x);
        float[] z = projections.ToArray();
        float[] products = projections.MatMul(Tensor.FromArray(device, [count, length], targets)).ToArray();
        for (int k = 0; k < pca.Count; k++)
        {
            for (int i = 0; i < count; i++)
            {
                squares[k] += (double)z[(k * count) + i] * z[(k * count) + i];
            }

            for (int j = 0; j < length; j++)
            {
                sums[k][j] += products[(k * length) + j];
            }
        }
    }

    private static double LogitOf(double value)
    {
        double inside = Math.Clamp(value, Margin, 1 - Margin);
        return Math.Log(inside / (1 - inside));
    }

    /// <summary>The part of a picture that mirroring multiplies by a sign.</summary>
    private static double[] Symmetric(double[] picture, PictureShape shape, int sign) =>
        [.. picture.Zip(MirroredPca.Mirror(picture, shape), (a, b) => (a + (sign * b)) / 2)];
}
