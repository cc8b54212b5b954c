using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.PcaStart;

/// <summary>
/// The start by principal components of two fully connected layers each way: hidden units are pairs of the components' coordinates, rotated
/// at random so that all vary about equally. Where there are fewer pairs than components, the largest components are kept.
/// </summary>
internal static class FullyConnectedStart
{
    /// <summary>h = T V (x - mean) and its negative; z = Tᵀ h.</summary>
    /// <param name="first">[hidden units, values of a picture].</param>
    /// <param name="second">[latent, hidden units].</param>
    /// <param name="linear">V and the mean.</param>
    /// <param name="undo">What a pair is multiplied by after passing an activation.</param>
    /// <param name="random">Draws T.</param>
    internal static void SetEncoder(LinearLayer first, LinearLayer second, LinearPicture linear, double undo, RandomStream random)
    {
        int width = WidthOf(first, linear);
        double[][] turn = TurnOf(width, random), basis = Product(turn, linear.Pca.Components);
        double[] mean = [.. linear.Pca.Mean];
        PairedWeights.SetColumns(first, Transpose(basis), Array.ConvertAll(basis, row => -Rows.Dot(row, mean)), width);
        PairedWeights.SetRows(second, Transpose(turn), width, undo, _ => 0);
    }

    /// <summary>h = T z / σ and its negative; logits = (σ W)ᵀ Tᵀ h + b, with σ the deviations of z.</summary>
    /// <param name="first">[hidden units, latent].</param>
    /// <param name="second">[values of a picture, hidden units].</param>
    /// <param name="linear">W, b and σ.</param>
    /// <param name="undo">What a pair is multiplied by after passing an activation.</param>
    /// <param name="random">Draws T.</param>
    internal static void SetDecoder(LinearLayer first, LinearLayer second, LinearPicture linear, double undo, RandomStream random)
    {
        int width = WidthOf(first, linear);
        double[][] turn = TurnOf(width, random);
        double[] deviations = [.. linear.Pca.Variances.Take(width).Select(Math.Sqrt)];
        double[][] columns = [.. Transpose(turn).Select((column, k) => Array.ConvertAll(column, value => value / deviations[k]))];
        PairedWeights.SetColumns(first, columns, new double[width], width);
        double[][] scaled = [.. deviations.Select((deviation, k) => Array.ConvertAll(linear.Logits[k], value => deviation * value))];
        PairedWeights.SetRows(second, Transpose(Product(turn, scaled)), width, undo, j => linear.Offset[j]);
    }

    private static int WidthOf(LinearLayer hidden, LinearPicture linear) => Math.Min(linear.Pca.Count, hidden.Parameters[0].Shape[0] / 2);

    private static double[][] TurnOf(int n, RandomStream random)
    {
        double[,] rotation = BlockBases.RandomRotation(n, random);
        return [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => rotation[i, j]).ToArray())];
    }

    /// <summary>As many of the rows of <paramref name="b"/> as <paramref name="a"/> has columns are used.</summary>
    private static double[][] Product(double[][] a, IReadOnlyList<double[]> b)
    {
        double[][] product = new double[a.Length][];
        Rows.ForEach(0, a.Length, i =>
        {
            product[i] = new double[b[0].Length];
            for (int k = 0; k < a[i].Length; k++)
            {
                Rows.AddScaled(a[i][k], b[k], product[i]);
            }
        });
        return product;
    }

    private static double[][] Transpose(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(j => Array.ConvertAll(rows, row => row[j]))];
}
