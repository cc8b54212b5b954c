using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// The gradient by weight in <see cref="Winograd"/>'s form: along one axis w0 = d0·y0 + d1·y1 and w1 = d1·y0 + d2·y1, so dy takes the
/// place of the filter and the weights are the results. The components are summed over all tiles and transformed back once.
/// </summary>
internal readonly unsafe struct WinogradWeightGradient
{
    private readonly float* _dy;
    private readonly ConvShape _shape;

    internal WinogradWeightGradient(in ConvShape shape, in PatchGrid grid, float* dy)
    {
        Padding = Padding.ForPatches(shape, shape.C);
        Tiles = new WinogradTiles(grid, Padding);
        _shape = shape;
        _dy = dy;
    }

    internal Padding Padding { get; }

    internal WinogradTiles Tiles { get; }

    /// <summary>Floats of a row of sums.</summary>
    internal int PaddedColumns => PanelPacking.RoundUp(_shape.OutC);

    /// <summary>Floats of the transformed dy of a number of tiles.</summary>
    internal long DyLength(int tiles) => Winograd.Components * (long)SumStep(tiles);

    /// <summary>Floats of the transformed data of <paramref name="depth"/> values of a number of tiles.</summary>
    internal static long DataLength(int tiles, int depth) => Winograd.Components * (long)DataStep(tiles, depth);

    /// <summary>Floats of the sums over tiles.</summary>
    internal long SumLength(int depth) => Winograd.Components * (long)SumStep(depth);

    /// <summary>Floats from component to component of the transformed data.</summary>
    internal static int DataStep(int tiles, int depth) => Winograd.ComponentStep((long)tiles * WinogradTiles.PitchOf(depth));

    /// <summary>Floats from component to component of <paramref name="rows"/> rows of sums, or of as many tiles of dy.</summary>
    private int SumStep(int rows) => Winograd.ComponentStep((long)rows * PaddedColumns);

    /// <summary>dy of the tiles of a picture into target[component, panel, tile from firstTile on of tiles, panel columns].</summary>
    internal void TransformDy(int picture, int firstTile, int tiles, float* target)
    {
        int count = Tiles.Count;
        float* dy = _dy + ((long)picture * _shape.Positions * _shape.OutC);
        var body = new WinogradFilter
        {
            RowStep = (long)_shape.X.Out * _shape.OutC,
            ColumnStep = _shape.OutC,
            ComponentStep = SumStep(tiles),
        };
        for (int tile = 0; tile < count; tile++)
        {
            var (y, x) = Tiles.Position(tile);
            for (int column = 0; column < _shape.OutC; column += PanelPacking.PanelColumns)
            {
                body.Source = dy + (((y * _shape.X.Out) + x) * _shape.OutC) + column;
                body.Target = target + ((long)column * tiles) + ((firstTile + tile) * PanelPacking.PanelColumns);
                ElementLoop.Range(ref body, 0, Math.Min(PanelPacking.PanelColumns, _shape.OutC - column));
            }
        }
    }

    /// <summary>
    /// sums[component, depth, column] (+)= Σ over tiles of data[component, tile, depth] · dy[component, column's panel, tile].
    /// </summary>
    internal void Add(float* data, float* dy, int tiles, int depth, float* sums, bool accumulate)
    {
        int pitch = WinogradTiles.PitchOf(depth);
        using var scratch = Scratch.Open();
        int* rowStarts = scratch.Multiples(1, depth), resultStarts = scratch.Multiples(PaddedColumns, depth);
        int* offsets = scratch.Multiples(pitch, tiles);
        for (int component = 0; component < Winograd.Components; component++)
        {
            new PanelWalk<Identity>
            {
                A = data + ((long)component * DataStep(tiles, depth)),
                C = sums + ((long)component * SumStep(depth)),
                RowStarts = rowStarts,
                ResultStarts = resultStarts,
                Rows = depth,
                Columns = PaddedColumns,
                Depth = tiles,
                Offsets = offsets,
                Step = pitch,
                Panels = dy + ((long)component * SumStep(tiles)),
                Accumulate = accumulate,
            }.RunInOneBlock();
        }
    }

    /// <summary>The sums over [run, first, count) of the depth become 2 x 2 weights each.</summary>
    internal void WriteWeights(float* sums, int depth, int run, int first, int count, float* dw)
    {
        long column = (long)Tiles.RunLength * _shape.OutC, row = 2 * column;
        var body = new WinogradResult<Identity>
        {
            RowStep = Tiles.Runs * row,
            ColumnStep = column,
            ComponentStep = SumStep(depth),
        };
        for (int i = 0; i < count; i++)
        {
            body.Source = sums + ((long)i * PaddedColumns);
            body.Target = dw + (run * row) + ((long)(first + i) * _shape.OutC);
            ElementLoop.Range(ref body, 0, _shape.OutC);
        }
    }
}
