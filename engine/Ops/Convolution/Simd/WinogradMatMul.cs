using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Runs a <see cref="PatchProduct"/> for a batch by <see cref="Winograd"/>'s form: a group of pictures, so large that the transformed weights are
/// worth fetching and so small that its tiles stay near the core, is transformed, multiplied component by component, and transformed back.
/// </summary>
internal unsafe struct WinogradMatMul<TTile, TActivation> : IParallelBody
    where TTile : ITile
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>Tiles of a group: rows of each product.</summary>
    private const int WantedTiles = 64;

    private readonly PatchTask<TTile, TActivation> _task;
    private readonly WinogradTiles _tiles;
    private readonly int _group;
    private float* _weights;

    internal WinogradMatMul(in PatchTask<TTile, TActivation> task)
    {
        _task = task;
        _tiles = new WinogradTiles(task.Product, task.Padding);
        _group = Math.Clamp(WantedTiles / _tiles.Count, 1, Math.Max(1, task.Pictures));
    }

    private readonly int PaddedColumns => _task.Weights.PanelCount * TTile.Columns;

    private readonly long PanelLength => (long)_tiles.Depth * TTile.Columns;

    internal void Run(SimdDevice device)
    {
        _weights = device.Workspace(Winograd.Components * PanelLength * _task.Weights.PanelCount);
        var transform = new WeightTransform { Weights = _task.Weights, Runs = _tiles.Runs, Target = _weights };
        device.For(_task.Weights.PanelCount, ref transform);
        device.For((_task.Pictures + _group - 1) / _group, ref this);
    }

    public readonly void Invoke(int index)
    {
        int first = index * _group, pictures = Math.Min(_group, _task.Pictures - first), tiles = pictures * _tiles.Count;
        int dataStep = tiles * _tiles.Pitch, productStep = tiles * PaddedColumns;
        float* padded = ThreadScratch.Get(_task.Padding.Length + (Winograd.Components * (long)(dataStep + productStep)) + (2L * tiles) + MatMulBlock.Depth<TTile>());
        float* data = padded + _task.Padding.Length, products = data + (Winograd.Components * (long)dataStep);
        for (int i = 0; i < pictures; i++)
        {
            _task.Padding.Copy(_task.Source, first + i, padded);
            for (int run = 0; run < _tiles.Runs; run++)
            {
                int depth = run * _tiles.RunLength;
                _tiles.Transform(padded, run, 0, _tiles.RunLength, data + (i * _tiles.Count * _tiles.Pitch) + depth, _tiles.Pitch, dataStep);
            }
        }

        Multiply(data, dataStep, products, productStep, tiles, (int*)(products + (Winograd.Components * (long)productStep)));
        for (int i = 0; i < pictures; i++)
        {
            WriteResults(products + (i * _tiles.Count * PaddedColumns), productStep, first + i);
        }
    }

    private readonly void Multiply(float* data, int dataStep, float* products, int productStep, int tiles, int* offsets)
    {
        int* rows = offsets, results = rows + tiles, depths = results + tiles;
        for (int tile = 0; tile < tiles; tile++)
        {
            (rows[tile], results[tile]) = (tile * _tiles.Pitch, tile * PaddedColumns);
        }

        for (int k = 0; k < MatMulBlock.Depth<TTile>(); k++)
        {
            depths[k] = k;
        }

        for (int component = 0; component < Winograd.Components; component++)
        {
            for (int k = 0; k < _tiles.Depth; k += MatMulBlock.Depth<TTile>())
            {
                int depth = Math.Min(MatMulBlock.Depth<TTile>(), _tiles.Depth - k);
                var block = new RowBlock<TTile, Identity>
                {
                    A = data + ((long)component * dataStep) + k,
                    C = products + ((long)component * productStep),
                    AOffsets = rows,
                    COffsets = results,
                    Rows = tiles,
                };
                for (int panel = 0; panel < _task.Weights.PanelCount; panel++)
                {
                    var task = new TileTask
                    {
                        Offsets = depths,
                        Step = 1,
                        Depth = depth,
                        B = _weights + ((((long)panel * Winograd.Components) + component) * PanelLength) + ((long)k * TTile.Columns),
                        Accumulate = k > 0,
                        IsLast = true,
                    };
                    block.Multiply(ref task, panel * TTile.Columns, TTile.Columns);
                }
            }
        }
    }

    private readonly void WriteResults(float* products, int productStep, int picture)
    {
        int columns = _task.Weights.Columns;
        float* result = _task.Result + ((long)picture * _task.ResultLength);
        var body = new WinogradResult<TActivation>
        {
            Bias = _task.Bias,
            RowStep = (long)_task.Product.ResultStep * _task.ResultW * columns,
            ColumnStep = (long)_task.Product.ResultStep * columns,
            ComponentStep = productStep,
            Activation = _task.Activation,
        };
        for (int tile = 0; tile < _tiles.Count; tile++)
        {
            var (y, x) = _tiles.Position(tile);
            body.Source = products + (tile * PaddedColumns);
            body.Target = result + _task.ResultOffset(y, x);
            ElementLoop.Range(ref body, 0, columns);
        }
    }

    /// <summary>Panels of weights become panels of their components: [panel][component][depth, tile columns].</summary>
    private struct WeightTransform : IParallelBody
    {
        internal PanelPacking<TTile> Weights;
        internal int Runs;
        internal float* Target;

        public readonly void Invoke(int panel)
        {
            int length = Weights.Depth * TTile.Columns, quarter = length / 4, run = quarter / Runs;
            float* packed = ThreadScratch.Get(length), target = Target + ((long)panel * Winograd.Components * quarter);
            Weights.PackPanel(panel, packed);
            // Rows of the filter are Runs rows of remainders; a row of remainders has both columns of the filter, one after the other.
            var body = new WinogradFilter { RowStep = 2L * quarter, ColumnStep = run, ComponentStep = quarter };
            for (int i = 0; i < Runs; i++)
            {
                body.Source = packed + (2L * i * run);
                body.Target = target + ((long)i * run);
                ElementLoop.Range(ref body, 0, run);
            }
        }
    }
}
