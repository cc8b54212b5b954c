namespace ILGpuAutoencoders.Engine.Ops.Convolution;

/// <summary>
/// The geometry that a convolution and a transposed convolution share. The image side is x of [N, Y.In, X.In, C], the patch side
/// is y of [N, Y.Out, X.Out, OutC], and weights are [Y.Kernel, X.Kernel, C, OutC].
/// </summary>
/// <param name="N">Pictures.</param>
/// <param name="C">Channels of the image side.</param>
/// <param name="OutC">Channels of the patch side.</param>
/// <param name="Y">Rows.</param>
/// <param name="X">Columns.</param>
internal readonly record struct ConvShape(int N, int C, int OutC, Axis Y, Axis X)
{
    internal Shape Image => [N, Y.In, X.In, C];

    internal Shape Patches => [N, Y.Out, X.Out, OutC];

    /// <summary>Values that one output sees.</summary>
    internal int PatchLength => Y.Kernel * X.Kernel * C;

    /// <summary>Outputs of a picture, of <see cref="OutC"/> values each.</summary>
    internal int Positions => Y.Out * X.Out;

    /// <summary>Multiplications of each of the three products over this geometry.</summary>
    internal double MultiplyAdds => (double)N * Positions * PatchLength * OutC;

    /// <summary>The geometry of a convolution of <paramref name="x"/>.</summary>
    internal static ConvShape OfConvolution(Shape x, Shape weight, int stride, int padding)
    {
        ThrowUnlessValid("Conv2d", x, weight, stride, padding);
        Axis rows = Axis.OfImage(x[1], weight[0], stride, padding), columns = Axis.OfImage(x[2], weight[1], stride, padding);
        if (x[3] != weight[2] || rows.Out < 1 || columns.Out < 1)
        {
            throw new ArgumentException(
                $"Conv2d: x {x} does not fit weight {weight} with padding {padding}; " +
                "give [N, H, W, C] and [kernel, kernel, C, out] with the kernel inside the padded picture.",
                nameof(weight));
        }

        return new(x[0], x[3], weight[3], rows, columns);
    }

    /// <summary>The geometry of a transposed convolution of <paramref name="x"/>, which is the patch side.</summary>
    internal static ConvShape OfTransposed(Shape x, Shape weight, int stride, int padding)
    {
        ThrowUnlessValid("ConvTranspose2d", x, weight, stride, padding);
        Axis rows = Axis.OfPatches(x[1], weight[0], stride, padding), columns = Axis.OfPatches(x[2], weight[1], stride, padding);
        if (x[3] != weight[3] || rows.In < 1 || columns.In < 1)
        {
            throw new ArgumentException(
                $"ConvTranspose2d: x {x} does not fit weight {weight} with padding {padding}; " +
                "give [N, H, W, in] and [kernel, kernel, out, in].",
                nameof(weight));
        }

        return new(x[0], weight[2], x[3], rows, columns);
    }

    private static void ThrowUnlessValid(string operation, Shape x, Shape weight, int stride, int padding)
    {
        if (x.Rank != 4 || weight.Rank != 4 || weight.Count == 0 || stride < 1 || padding < 0)
        {
            throw new ArgumentException(
                $"{operation}: x {x}, weight {weight}, stride {stride} and padding {padding} do not make one; " +
                "give four axes each, stride 1 or more and padding 0 or more.",
                nameof(weight));
        }
    }
}
