using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// dw[taps, OutC] += patchesᵀ · dy for some pictures: rows are taps, the depth runs over positions. It works in passes over few enough
/// positions that their dy panel and one value of each patch stay in L1.
/// </summary>
internal readonly unsafe struct WeightGradient
{
    private const int DepthAPass = 128;

    private readonly float* _dy;
    private readonly int _rowsAPass;

    internal WeightGradient(in ConvShape shape, float* dy)
    {
        Shape = shape;
        Padding = Padding.ForPatches(shape, HostMatrix.ConflictFreePitch(shape.C));
        PicturesAPass = Math.Clamp(DepthAPass / Math.Max(1, shape.Positions), 1, shape.N);
        _rowsAPass = Math.Clamp(DepthAPass / Math.Max(1, shape.X.Out), 1, shape.Y.Out);
        _dy = dy;
    }

    internal ConvShape Shape { get; }

    internal Padding Padding { get; }

    /// <summary>The most pictures that <see cref="AddPictures"/> takes.</summary>
    internal int PicturesAPass { get; }

    /// <summary>Sets (at first) or adds to the taps [firstTap, firstTap + taps) of the weights.</summary>
    internal void AddPictures(float* padded, int picture, int pictures, float* dw, int firstTap, int taps, bool accumulate)
    {
        var (s, padding) = (Shape, Padding);
        using var scratch = Scratch.Open();
        int* tapStarts = TapOffsets(scratch.Ints(taps), firstTap, taps), results = scratch.Multiples(s.OutC, taps);
        int* positions = PositionOffsets(scratch.Ints(pictures * _rowsAPass * s.X.Out), pictures);
        float* panel = scratch.Floats((long)pictures * _rowsAPass * s.X.Out * PanelPacking.PanelColumns);
        for (int y = 0; y < s.Y.Out; y += _rowsAPass)
        {
            var dy = HostMatrix.RowMajor(_dy + ((((long)picture * s.Y.Out) + y) * s.X.Out * s.OutC), s.OutC);
            for (int column = 0; column < s.OutC; column += PanelPacking.PanelColumns)
            {
                new PanelWalk<Identity>
                {
                    A = padded + (y * s.Y.Stride * padding.RowStep),
                    C = dw + column,
                    RowStarts = tapStarts,
                    ResultStarts = results,
                    Rows = taps,
                    Columns = Math.Min(PanelPacking.PanelColumns, s.OutC - column),
                    Depth = pictures * Math.Min(_rowsAPass, s.Y.Out - y) * s.X.Out,
                    Offsets = positions,
                    Step = s.X.Out % 4 == 0 ? s.X.Stride * padding.Pitch : 0,
                    Panels = panel,
                    Unpacked = dy.From(0, column),
                    Accumulate = accumulate || y > 0,
                }.RunInOneBlock();
            }
        }
    }

    private int* TapOffsets(int* offsets, int first, int taps)
    {
        for (int r = 0; r < taps; r++)
        {
            int c = (first + r) % Shape.C, tap = (first + r) / Shape.C;
            offsets[r] = (tap / Shape.X.Kernel * Padding.RowStep) + (tap % Shape.X.Kernel * Padding.Pitch) + c;
        }

        return offsets;
    }

    /// <summary>Offsets of the positions of a pass from the first one. Only a pass over whole pictures has several pictures.</summary>
    private int* PositionOffsets(int* offsets, int pictures)
    {
        for (int i = 0; i < pictures * _rowsAPass * Shape.X.Out; i++)
        {
            int x = i % Shape.X.Out, y = i / Shape.X.Out % _rowsAPass, picture = i / Shape.X.Out / _rowsAPass;
            offsets[i] = (picture * Padding.Length) + (y * Shape.Y.Stride * Padding.RowStep) + (x * Shape.X.Stride * Padding.Pitch);
        }

        return offsets;
    }
}
