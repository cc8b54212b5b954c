using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// dw[taps, OutC] += patchesᵀ · dy for some pictures: rows are taps, the depth runs over positions. It goes in passes of so few
/// positions that their dy panel and one value of each patch stay in L1.
/// </summary>
internal readonly unsafe struct WeightProduct<TTile>
    where TTile : ITile
{
    private const int DepthAPass = 128;

    private readonly float* _dy;

    internal WeightProduct(in Padding padding, in ConvShape shape, float* dy)
    {
        (Padding, Shape) = (padding, shape);
        _dy = dy;
        PicturesAPass = Math.Clamp(DepthAPass / Math.Max(1, shape.OutH * shape.OutW), 1, shape.N);
        RowsAPass = Math.Clamp(DepthAPass / Math.Max(1, shape.OutW), 1, shape.OutH);
    }

    internal Padding Padding { get; }

    internal ConvShape Shape { get; }

    /// <summary>Pictures that <see cref="AddPictures"/> takes at most.</summary>
    internal int PicturesAPass { get; }

    /// <summary>Floats of scratch memory for <see cref="AddPictures"/>.</summary>
    internal int ScratchLength => (MostPositions * (TTile.Columns + 1)) + (2 * Shape.PatchLength);

    private int RowsAPass { get; }

    private int MostPositions => PicturesAPass * RowsAPass * Shape.OutW;

    /// <summary>Adds to, or first sets, the taps [firstTap, firstTap + taps) of the weights.</summary>
    internal void AddPictures(float* padded, int picture, int pictures, float* dw, int firstTap, int taps, bool accumulate, float* scratch)
    {
        int* positionOffsets = (int*)(scratch + (MostPositions * TTile.Columns)), tapOffsets = positionOffsets + MostPositions, results = tapOffsets + taps;
        FillTaps(tapOffsets, results, firstTap, taps);
        FillPositions(positionOffsets, pictures);
        for (int y = 0; y < Shape.OutH; y += RowsAPass)
        {
            int depth = pictures * Math.Min(RowsAPass, Shape.OutH - y) * Shape.OutW;
            float* dy = _dy + (((((long)picture * Shape.OutH) + y) * Shape.OutW) * Shape.OutC);
            var block = new RowBlock<TTile, Identity>
            {
                A = padded + (y * Shape.Stride * Padding.RowStep),
                C = dw,
                AOffsets = tapOffsets,
                COffsets = results,
                Rows = taps,
            };
            for (int column = 0; column < Shape.OutC; column += TTile.Columns)
            {
                int columns = Math.Min(TTile.Columns, Shape.OutC - column);
                Packing.Panel(dy + column, Shape.OutC, 1, depth, columns, scratch, TTile.Columns);
                var task = new TileTask { Offsets = positionOffsets, Step = Shape.OutW % 4 == 0 ? Shape.Stride * Padding.Pitch : 0, Depth = depth, B = scratch, Accumulate = accumulate || y > 0, IsLast = true };
                block.Multiply(ref task, column, columns);
            }
        }
    }

    private void FillTaps(int* offsets, int* results, int first, int taps)
    {
        for (int r = 0; r < taps; r++)
        {
            int c = (first + r) % Shape.C, kx = (first + r) / Shape.C % Shape.KernelW, ky = (first + r) / Shape.C / Shape.KernelW;
            offsets[r] = (ky * Padding.RowStep) + (kx * Padding.Pitch) + c;
            results[r] = r * Shape.OutC;
        }
    }

    /// <summary>Where the positions of a pass are, from the first one. Only a pass of whole pictures has several of them.</summary>
    private void FillPositions(int* offsets, int pictures)
    {
        for (int i = 0; i < pictures * RowsAPass * Shape.OutW; i++)
        {
            int x = i % Shape.OutW, y = i / Shape.OutW % RowsAPass, picture = i / Shape.OutW / RowsAPass;
            offsets[i] = (picture * Padding.Length) + (((y * Padding.RowStep) + (x * Padding.Pitch)) * Shape.Stride);
        }
    }
}
