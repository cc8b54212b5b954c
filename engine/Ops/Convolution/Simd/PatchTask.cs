using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>A <see cref="PatchProduct"/> with its operands: pictures, padded as it reads them, weights, bias (null for none) and results.</summary>
internal unsafe struct PatchTask<TTile, TActivation>
    where TTile : ITile
    where TActivation : unmanaged, IUnaryOp
{
    internal float* Source, Bias, Result;
    internal int Pictures, ResultH, ResultW;
    internal Padding Padding;
    internal PatchProduct Product;
    internal PanelPacking<TTile> Weights;
    internal TActivation Activation;

    /// <summary>Floats of one picture's result.</summary>
    internal readonly int ResultLength => ResultH * ResultW * Weights.Columns;

    /// <summary>Where the result of a position is in its picture.</summary>
    internal readonly int ResultOffset(int y, int x) =>
        ((((y * Product.ResultStep) + Product.ResultTop) * ResultW) + (x * Product.ResultStep) + Product.ResultLeft) * Weights.Columns;

    internal readonly void Run(SimdDevice device)
    {
        if (Product.Positions == 0 || Pictures == 0)
        {
            return;
        }

        if (Winograd.Suits(Product, Padding.Channels, Weights.Columns))
        {
            new WinogradMatMul<TTile, TActivation>(this).Run(device);
        }
        else
        {
            new PatchMatMul<TTile, TActivation>(this).Run(device);
        }
    }
}
