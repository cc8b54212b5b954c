using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Patches times weights with all operands: pictures, padded as the grid reads them, weights, bias (null for none) and results.
/// </summary>
internal unsafe struct PatchTask<TActivation>
    where TActivation : unmanaged, IUnaryOp
{
    internal float* Source, Bias, Result;
    internal int Pictures;
    internal Padding Padding;
    internal PatchGrid Grid;
    internal PanelPacking Weights;
    internal TActivation Activation;

    /// <summary>Floats of one picture's result.</summary>
    internal readonly int ResultLength => Grid.ResultPixels * Weights.Columns;

    internal readonly void Run(SimdDevice device)
    {
        if (Grid.Positions == 0 || Pictures == 0)
        {
            return;
        }

        if (Winograd.Suits(Grid, Padding.Channels, Weights.Columns))
        {
            new WinogradMatMul<TActivation>(this).Run(device);
        }
        else
        {
            new PatchMatMul<TActivation>(this).Run(device);
        }
    }
}
