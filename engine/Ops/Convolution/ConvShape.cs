namespace ILGpuAutoencoders.Engine.Ops.Convolution;

/// <summary>
/// The geometry that a convolution and a transposed convolution share. The image side is x of [N, H, W, C], the patch side
/// is y of [N, OutH, OutW, OutC], and weights are [KernelH, KernelW, C, OutC]. Output (oy, ox) sees the image rows
/// oy · Stride - Padding + ky for ky below KernelH, and columns likewise.
/// </summary>
internal readonly record struct ConvShape(int N, int H, int W, int C, int OutH, int OutW, int OutC, int KernelH, int KernelW, int Stride, int Padding)
{
    internal Shape Image => [N, H, W, C];

    internal Shape Patches => [N, OutH, OutW, OutC];

    /// <summary>Values that one output sees.</summary>
    internal int PatchLength => KernelH * KernelW * C;

    /// <summary>The geometry of a convolution of <paramref name="x"/>.</summary>
    internal static ConvShape OfConvolution(Shape x, Shape weight, int stride, int padding)
    {
        ThrowUnlessValid("Conv2d", x, weight, stride, padding);
        int kh = weight[0], kw = weight[1];
        int outH = ((x[1] + (2 * padding) - kh) / stride) + 1, outW = ((x[2] + (2 * padding) - kw) / stride) + 1;
        if (x[3] != weight[2] || x[1] + (2 * padding) < kh || x[2] + (2 * padding) < kw)
        {
            throw new ArgumentException($"Conv2d: x {x} does not fit weight {weight} with padding {padding}; give [N, H, W, C] and [kernel, kernel, C, out] with the kernel inside the padded picture.", nameof(weight));
        }

        return new(x[0], x[1], x[2], x[3], outH, outW, weight[3], kh, kw, stride, padding);
    }

    /// <summary>The geometry of a transposed convolution of <paramref name="x"/>, which is the patch side.</summary>
    internal static ConvShape OfTransposed(Shape x, Shape weight, int stride, int padding)
    {
        ThrowUnlessValid("ConvTranspose2d", x, weight, stride, padding);
        int h = ((x[1] - 1) * stride) - (2 * padding) + weight[0], w = ((x[2] - 1) * stride) - (2 * padding) + weight[1];
        if (x[3] != weight[3] || h < 1 || w < 1)
        {
            throw new ArgumentException($"ConvTranspose2d: x {x} does not fit weight {weight} with padding {padding}; give [N, H, W, in] and [kernel, kernel, out, in].", nameof(weight));
        }

        return new(x[0], h, w, weight[2], x[1], x[2], x[3], weight[0], weight[1], stride, padding);
    }

    private static void ThrowUnlessValid(string operation, Shape x, Shape weight, int stride, int padding)
    {
        if (x.Rank != 4 || weight.Rank != 4 || weight.Count == 0 || stride < 1 || padding < 0)
        {
            throw new ArgumentException($"{operation}: x {x}, weight {weight}, stride {stride} and padding {padding} do not make one; give four axes each, stride 1 or more and padding 0 or more.", nameof(weight));
        }
    }
}
