using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// The gradient by weight in <see cref="Winograd"/>'s form: along one axis w0 = d0·y0 + d1·y1 and w1 = d1·y0 + d2·y1, so dy takes the filter's
/// place and the weights are the results. The components are summed over all tiles and transformed back once.
/// </summary>
internal readonly unsafe struct WinogradWeights<TTile>
    where TTile : ITile
{
    private readonly float* _dy;
    private readonly ConvShape _shape;

    internal WinogradWeights(in ConvShape shape, in PatchProduct product, float* dy)
    {
        Padding = Padding.ForPatches(shape, shape.C);
        Tiles = new WinogradTiles(product, Padding);
        _shape = shape;
        _dy = dy;
    }

    internal Padding Padding { get; }

    internal WinogradTiles Tiles { get; }

    /// <summary>Floats of a row of sums.</summary>
    internal int PaddedColumns => Panels * TTile.Columns;

    private int Panels => (_shape.OutC + TTile.Columns - 1) / TTile.Columns;

    /// <summary>Floats of the transformed dy of a number of tiles.</summary>
    internal long GradientLength(int tiles) => Winograd.Components * (long)tiles * PaddedColumns;

    /// <summary>Floats of the transformed data of <paramref name="depth"/> values of a number of tiles.</summary>
    internal static long DataLength(int tiles, int depth) => Winograd.Components * (long)tiles * Packing.ConflictFreePitch(depth);

    /// <summary>Floats of the sums over tiles.</summary>
    internal long SumLength(int depth) => Winograd.Components * (long)depth * PaddedColumns;

    /// <summary>Words of the tables that <see cref="Add"/> makes.</summary>
    internal static long TablesLength(int tiles, int depth) => (2L * depth) + tiles;

    /// <summary>dy of the tiles of a picture into target[component, panel, tile from firstTile on of tiles, tile columns].</summary>
    internal void TransformGradient(int picture, int firstTile, int tiles, float* target)
    {
        float* dy = _dy + ((long)picture * _shape.OutH * _shape.OutW * _shape.OutC);
        var body = new WinogradFilter { RowStep = (long)_shape.OutW * _shape.OutC, ColumnStep = _shape.OutC, ComponentStep = (long)tiles * PaddedColumns };
        for (int tile = 0; tile < Tiles.Count; tile++)
        {
            var (y, x) = Tiles.Position(tile);
            for (int column = 0; column < _shape.OutC; column += TTile.Columns)
            {
                body.Source = dy + (((y * _shape.OutW) + x) * _shape.OutC) + column;
                body.Target = target + ((long)column * tiles) + ((firstTile + tile) * TTile.Columns);
                ElementLoop.Range(ref body, 0, Math.Min(TTile.Columns, _shape.OutC - column));
            }
        }
    }

    /// <summary>sums[component, depth, column] (+)= Σ over tiles of data[component, tile, depth] · gradient[component, column's panel, tile].</summary>
    internal void Add(float* data, float* gradient, int tiles, int depth, float* sums, bool accumulate, int* tables)
    {
        int pitch = Packing.ConflictFreePitch(depth);
        int* rows = tables, results = rows + depth, positions = results + depth;
        for (int d = 0; d < depth; d++)
        {
            (rows[d], results[d]) = (d, d * PaddedColumns);
        }

        for (int tile = 0; tile < tiles; tile++)
        {
            positions[tile] = tile * pitch;
        }

        for (int component = 0; component < Winograd.Components; component++)
        {
            var block = new RowBlock<TTile, Identity>
            {
                A = data + ((long)component * tiles * pitch),
                C = sums + ((long)component * depth * PaddedColumns),
                AOffsets = rows,
                COffsets = results,
                Rows = depth,
            };
            for (int panel = 0; panel < Panels; panel++)
            {
                var task = new TileTask
                {
                    Offsets = positions,
                    Step = pitch,
                    Depth = tiles,
                    B = gradient + ((((long)component * Panels) + panel) * tiles * TTile.Columns),
                    Accumulate = accumulate,
                    IsLast = true,
                };
                block.Multiply(ref task, panel * TTile.Columns, TTile.Columns);
            }
        }
    }

    /// <summary>The sums over [run, first, count) of the depth become 2 x 2 weights each.</summary>
    internal void WriteWeights(float* sums, int depth, int run, int first, int count, float* dw)
    {
        long column = (long)Tiles.RunLength * _shape.OutC, row = 2 * column;
        var body = new WinogradResult<Identity> { RowStep = Tiles.Runs * row, ColumnStep = column, ComponentStep = (long)depth * PaddedColumns };
        for (int i = 0; i < count; i++)
        {
            body.Source = sums + ((long)i * PaddedColumns);
            body.Target = dw + (run * row) + ((long)(first + i) * _shape.OutC);
            ElementLoop.Range(ref body, 0, _shape.OutC);
        }
    }
}
