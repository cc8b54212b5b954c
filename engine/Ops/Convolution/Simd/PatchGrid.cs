namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Where the operands of a product of patches and weights are: every picture has a grid of positions; for each, a patch of the padded
/// picture is read and a result written. A convolution has one grid, a transposed one has one for each phase.
/// </summary>
/// <param name="Y">Rows.</param>
/// <param name="X">Columns.</param>
/// <param name="PatchRows">Rows of a patch.</param>
/// <param name="PatchRowLength">Values of a patch's row, which are contiguous.</param>
internal readonly record struct PatchGrid(GridAxis Y, GridAxis X, int PatchRows, int PatchRowLength)
{
    /// <summary>The forward pass of a convolution.</summary>
    internal static PatchGrid OfConvolution(in ConvShape s) =>
        new(GridAxis.OfConvolution(s.Y), GridAxis.OfConvolution(s.X), s.Y.Kernel, s.X.Kernel * s.C);

    /// <summary>Values in a patch: the depth of the product.</summary>
    internal int Depth => PatchRows * PatchRowLength;

    /// <summary>Positions of a picture.</summary>
    internal int Positions => Y.Count * X.Count;

    /// <summary>Pixels of a picture's result.</summary>
    internal int ResultPixels => Y.ResultSide * X.ResultSide;

    /// <summary>The result pixel of a position.</summary>
    internal int ResultPixel(int y, int x) => (Y.Result(y) * X.ResultSide) + X.Result(x);

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

    /// <summary>
    /// Fills the offsets of patches and of results, which have <paramref name="channels"/> values per pixel, for a number of consecutive
    /// pictures.
    /// </summary>
    internal unsafe void FillPositions(int pictures, in Padding source, int channels, int* patches, int* results)
    {
        for (int picture = 0; picture < pictures; picture++)
        {
            for (int y = 0; y < Y.Count; y++)
            {
                int patchRow = (picture * source.Length) + (Y.Patch(y) * source.RowStep), firstPixel = picture * ResultPixels;
                for (int x = 0; x < X.Count; x++)
                {
                    *patches++ = patchRow + (X.Patch(x) * source.Pitch);
                    *results++ = (firstPixel + ResultPixel(y, x)) * channels;
                }
            }
        }
    }
}

/// <summary>Positions along one axis.</summary>
/// <param name="Count">Number of them.</param>
/// <param name="PatchStart">Start of the first position's patch in the padded picture.</param>
/// <param name="PatchStep">From one patch to the next; the same along both axes.</param>
/// <param name="ResultStart">Position of the first result in the result picture.</param>
/// <param name="ResultStep">From one result to the next; the same along both axes.</param>
/// <param name="ResultSide">Side of the result picture.</param>
internal readonly record struct GridAxis(int Count, int PatchStart, int PatchStep, int ResultStart, int ResultStep, int ResultSide)
{
    internal static GridAxis OfConvolution(Axis axis) =>
        new(Count: axis.Out, PatchStart: 0, PatchStep: axis.Stride, ResultStart: 0, ResultStep: 1, ResultSide: axis.Out);

    internal int Patch(int position) => PatchStart + (position * PatchStep);

    internal int Result(int position) => ResultStart + (position * ResultStep);
}
