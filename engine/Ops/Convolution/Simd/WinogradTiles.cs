using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// The tiles of 2 x 2 positions of a <see cref="PatchGrid"/>, and the transform of their data: a tile's value (component, y · s + x
/// remainder, channel) is at component · ComponentStep + tile · Pitch + depth.
/// </summary>
internal readonly unsafe struct WinogradTiles(in PatchGrid grid, in Padding padding)
{
    private readonly PatchGrid _grid = grid;
    private readonly Padding _padding = padding;

    /// <summary>Tiles of a picture.</summary>
    internal int Count => _grid.Positions / 4;

    /// <summary>Rows of tiles of a picture.</summary>
    internal int Rows => _grid.Y.Count / 2;

    internal int TilesARow => _grid.X.Count / 2;

    /// <summary>Data values of one component of one tile.</summary>
    internal int Depth => Runs * RunLength;

    internal int Pitch => PitchOf(Depth);

    /// <summary>Contiguous values in a row of the picture.</summary>
    internal int RunLength => _grid.X.PatchStep * _padding.Channels;

    /// <summary>Rows of remainders: <see cref="RunLength"/> times this is the depth.</summary>
    internal int Runs => _grid.Y.PatchStep;

    /// <summary>Floats from tile to tile; tiles are read one value at a time in turn.</summary>
    internal static int PitchOf(int depth) => HostMatrix.ConflictFreePitch(depth);

    /// <summary>First tile position of a tile, in positions.</summary>
    internal (int Y, int X) Position(int tile) => (tile / TilesARow * 2, tile % TilesARow * 2);

    /// <summary>Transforms the values [first, first + count) of a run, for all tiles of one padded picture.</summary>
    internal void Transform(float* padded, int run, int first, int count, float* target, int pitch, int componentStep) =>
        Transform(padded, (0, Rows), run, first, count, target, pitch, componentStep);

    /// <summary>Transforms all values of some rows of tiles of one padded picture.</summary>
    internal void Transform(float* padded, int firstRow, int rows, float* target, int componentStep)
    {
        for (int run = 0; run < Runs; run++)
        {
            Transform(padded, (firstRow, rows), run, 0, RunLength, target + (run * RunLength), Pitch, componentStep);
        }
    }

    /// <summary>Transforms all values of one padded picture.</summary>
    internal void TransformAll(float* padded, float* target, int componentStep) => Transform(padded, 0, Rows, target, componentStep);

    /// <summary>Multiplies the data of some tiles with weights, component by component.</summary>
    /// <param name="data">[component][tile, pitch], <paramref name="dataStep"/> floats a component.</param>
    /// <param name="dataStep">Floats from component to component.</param>
    /// <param name="weights">[component][panel][depth, panel columns].</param>
    /// <param name="weightsStep">Floats from component to component.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="columns">Columns of the weights, padded ones included.</param>
    /// <param name="products">[component][tile, columns].</param>
    /// <param name="productStep">Floats from component to component.</param>
    internal void Multiply(
        float* data, int dataStep, float* weights, long weightsStep, int tiles, int columns, float* products, int productStep)
    {
        using var scratch = Scratch.Open();
        int* rowStarts = scratch.Multiples(Pitch, tiles), resultStarts = scratch.Multiples(columns, tiles);
        for (int component = 0; component < Winograd.Components; component++)
        {
            new PanelWalk<Identity>
            {
                A = data + ((long)component * dataStep),
                C = products + ((long)component * productStep),
                RowStarts = rowStarts,
                ResultStarts = resultStarts,
                Rows = tiles,
                Columns = columns,
                Depth = Depth,
                Panels = weights + (component * weightsStep),
            }.Run();
        }
    }

    /// <summary>Transforms products back into results, for some rows of tiles of a picture.</summary>
    /// <param name="task">The whole product.</param>
    /// <param name="picture">Which of its pictures.</param>
    /// <param name="firstRow">The first row of tiles.</param>
    /// <param name="rows">Rows of tiles.</param>
    /// <param name="column">The first column of the results.</param>
    /// <param name="columns">Columns of the products, padded ones included.</param>
    /// <param name="products">The products of these rows: [tile, columns] in each component.</param>
    /// <param name="componentStep">Floats from component to component.</param>
    internal void WriteResults<TActivation>(
        in PatchTask<TActivation> task, int picture, int firstRow, int rows, int column, int columns, float* products,
        int componentStep)
        where TActivation : unmanaged, IUnaryOp
    {
        int all = task.Weights.Columns, kept = Math.Min(columns, all - column), first = firstRow * TilesARow;
        float* result = task.Result + ((long)picture * task.ResultLength) + column;
        var body = new WinogradResult<TActivation>
        {
            Bias = task.Bias == null ? null : task.Bias + column,
            RowStep = (long)_grid.Y.ResultStep * _grid.X.ResultSide * all,
            ColumnStep = (long)_grid.X.ResultStep * all,
            ComponentStep = componentStep,
            Activation = task.Activation,
        };
        for (int tile = 0; tile < rows * TilesARow; tile++)
        {
            var (y, x) = Position(first + tile);
            body.Source = products + (tile * columns);
            body.Target = result + (_grid.ResultPixel(y, x) * all);
            ElementLoop.Range(ref body, 0, kept);
        }
    }

    private void Transform(
        float* padded, (int First, int Count) rows, int run, int first, int count, float* target, int pitch, int componentStep)
    {
        var body = new WinogradData
        {
            RowStep = _grid.Y.PatchStep * _padding.RowStep,
            ColumnStep = _grid.X.PatchStep * _padding.Pitch,
            ComponentStep = componentStep,
        };
        for (int row = rows.First; row < rows.First + rows.Count; row++)
        {
            float* source = padded + ((_grid.Y.Patch(2 * row) + run) * _padding.RowStep) + first;
            for (int x = 0; x < _grid.X.Count; x += 2)
            {
                body.Source = source + (_grid.X.Patch(x) * _padding.Pitch);
                body.Target = target;
                ElementLoop.Range(ref body, 0, count);
                target += pitch;
            }
        }
    }
}
