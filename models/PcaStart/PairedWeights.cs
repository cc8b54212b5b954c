using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.PcaStart;

/// <summary>
/// Weights by which layers compute with pairs of opposite channels, j for a coordinate and width + j for its negative. Channels from 2 ·
/// width on keep the weights that make them; nothing reads them.
/// </summary>
internal static class PairedWeights
{
    /// <summary>A convolution from quarters of blocks to blocks: only the middle 2 x 2 of its taps are used.</summary>
    /// <param name="layer">Kernel 4, stride 2, padding 1.</param>
    /// <param name="basis">[coordinates of a block, 4 x coordinates of a quarter].</param>
    /// <param name="undo">What a pair of the input is multiplied by after passing an activation; null if the input is the coordinates
    /// themselves.</param>
    internal static void SetConvolution(Layer layer, double[,] basis, double? undo)
    {
        var weight = layer.Parameters[0];
        int inputs = weight.Shape[2], outputs = weight.Shape[3], width = basis.GetLength(0), quarter = basis.GetLength(1) / 4;
        float[] values = weight.Value.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            int output = i % outputs, input = i / outputs % inputs, column = i / outputs / inputs % 4, row = i / outputs / inputs / 4;
            if (output < 2 * width)
            {
                double sign = Sign(output, width) * (undo is null ? 1 : undo.Value * Sign(input, quarter));
                values[i] = (float)(sign * Tap(basis, output % width, row, column, input, quarter));
            }
        }

        weight.Value.CopyFrom(values);
        ClearBias(layer, 2 * width);
    }

    /// <summary>A transposed convolution from blocks to their quarters: the transpose of <see cref="SetConvolution"/>.</summary>
    /// <param name="layer">Kernel 4, stride 2, padding 1.</param>
    /// <param name="basis">[coordinates of a block, 4 x coordinates of a quarter].</param>
    /// <param name="undo">What a pair of the input is multiplied by after it passed an activation.</param>
    /// <param name="isLast">Whether its outputs are values of pixels and not pairs.</param>
    internal static void SetTransposed(Layer layer, double[,] basis, double undo, bool isLast)
    {
        var weight = layer.Parameters[0];
        int outputs = weight.Shape[2], inputs = weight.Shape[3], width = basis.GetLength(0), quarter = basis.GetLength(1) / 4;
        int used = isLast ? quarter : 2 * quarter;
        float[] values = weight.Value.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            int input = i % inputs, output = i / inputs % outputs, column = i / inputs / outputs % 4, row = i / inputs / outputs / 4;
            if (output < used)
            {
                double sign = undo * Sign(output, quarter) * Sign(input, width);
                values[i] = (float)(sign * Tap(basis, input % width, row, column, output, quarter));
            }
        }

        weight.Value.CopyFrom(values);
        ClearBias(layer, used);
    }

    /// <summary>A linear layer from pairs of coordinates of blocks.</summary>
    /// <param name="layer">[outputs, blocks x channels].</param>
    /// <param name="rows">For each output the weights of coordinates, block after block; further outputs stay as they are.</param>
    /// <param name="width">Coordinates of a block.</param>
    /// <param name="undo">What a pair is multiplied by after passing an activation.</param>
    /// <param name="bias">The bias of an output.</param>
    internal static void SetRows(Layer layer, double[][] rows, int width, double undo, Func<int, double> bias)
    {
        Parameter weight = layer.Parameters[0], offset = layer.Parameters[1];
        float[] values = weight.Value.ToArray(), offsets = offset.Value.ToArray();
        int inputs = weight.Shape[1], channels = inputs / (rows[0].Length / width);
        for (int k = 0; k < rows.Length; k++)
        {
            for (int i = 0; i < inputs; i++)
            {
                int channel = i % channels;
                values[(k * inputs) + i] =
                    (float)(channel < 2 * width ? undo * Sign(channel, width) * rows[k][(i / channels * width) + (channel % width)] : 0);
            }

            offsets[k] = (float)bias(k);
        }

        weight.Value.CopyFrom(values);
        offset.Value.CopyFrom(offsets);
    }

    /// <summary>A linear layer to pairs of coordinates of blocks.</summary>
    /// <param name="layer">[blocks x channels, inputs].</param>
    /// <param name="columns">For each input the coordinates that it adds, block after block; further inputs add nothing.</param>
    /// <param name="offset">The coordinates that are always added.</param>
    /// <param name="width">Coordinates of a block.</param>
    internal static void SetColumns(Layer layer, double[][] columns, double[] offset, int width)
    {
        Parameter weight = layer.Parameters[0], bias = layer.Parameters[1];
        float[] values = weight.Value.ToArray(), offsets = bias.Value.ToArray();
        int inputs = weight.Shape[1], channels = weight.Shape[0] / (offset.Length / width);
        for (int i = 0; i < weight.Shape[0]; i++)
        {
            int channel = i % channels, coordinate = (i / channels * width) + (channel % width);
            if (channel < 2 * width)
            {
                double sign = Sign(channel, width);
                offsets[i] = (float)(sign * offset[coordinate]);
                for (int k = 0; k < inputs; k++)
                {
                    values[(i * inputs) + k] = (float)(k < columns.Length ? sign * columns[k][coordinate] : 0);
                }
            }
        }

        weight.Value.CopyFrom(values);
        bias.Value.CopyFrom(offsets);
    }

    /// <summary>1 for a coordinate, -1 for its negative, 0 for a channel that is neither.</summary>
    private static double Sign(int channel, int width) => channel < width ? 1 : channel < 2 * width ? -1 : 0;

    private static double Tap(double[,] basis, int coordinate, int row, int column, int channel, int quarter) =>
        row is 1 or 2 && column is 1 or 2 ? basis[coordinate, (((((row - 1) * 2) + column - 1) * quarter) + (channel % quarter))] : 0;

    private static void ClearBias(Layer layer, int channels)
    {
        if (layer.Parameters.Count > 1)
        {
            float[] bias = layer.Parameters[1].Value.ToArray();
            bias.AsSpan(0, channels).Clear();
            layer.Parameters[1].Value.CopyFrom(bias);
        }
    }
}
