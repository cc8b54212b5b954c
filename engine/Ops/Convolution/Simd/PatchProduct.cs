namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// One product of patches and weights: for every picture and every position (qy, qx) of a grid, the patch that starts at
/// padded row qy · PatchStep + PatchTop (columns likewise) times a weight matrix gives the Channels values of
/// the result at row qy · ResultStep + ResultTop. A convolution is one of these, a transposed one has one for each phase.
/// </summary>
internal readonly record struct PatchProduct(
    int GridH, int GridW, int PatchStep, int PatchTop, int PatchLeft, int PatchRows, int PatchRowLength,
    int ResultStep, int ResultTop, int ResultLeft)
{
    /// <summary>The forward pass of a convolution.</summary>
    internal static PatchProduct OfConvolution(in ConvShape s) => new(s.OutH, s.OutW, s.Stride, 0, 0, s.KernelH, s.KernelW * s.C, ResultStep: 1, 0, 0);

    /// <summary>Values in a patch: the depth of the product.</summary>
    internal int Depth => PatchRows * PatchRowLength;

    internal int Positions => GridH * GridW;

    /// <summary>Fills the offsets of a patch's values from its start.</summary>
    internal unsafe void FillDepth(in Padding source, int* offsets)
    {
        for (int row = 0; row < PatchRows; row++)
        {
            for (int i = 0; i < PatchRowLength; i++)
            {
                *offsets++ = (row * source.RowStep) + i;
            }
        }
    }

    /// <summary>Fills the offsets of patches and results of <paramref name="pictures"/> consecutive pictures.</summary>
    internal unsafe void FillOffsets(int pictures, in Padding source, int resultW, int resultChannels, int resultLength, int* patches, int* results)
    {
        for (int picture = 0; picture < pictures; picture++)
        {
            for (int qy = 0; qy < GridH; qy++)
            {
                int patchRow = (picture * source.Length) + (((qy * PatchStep) + PatchTop) * source.RowStep);
                int resultRow = (picture * resultLength) + (((qy * ResultStep) + ResultTop) * resultW * resultChannels);
                for (int qx = 0; qx < GridW; qx++)
                {
                    *patches++ = patchRow + (((qx * PatchStep) + PatchLeft) * source.Channels);
                    *results++ = resultRow + (((qx * ResultStep) + ResultLeft) * resultChannels);
                }
            }
        }
    }
}
