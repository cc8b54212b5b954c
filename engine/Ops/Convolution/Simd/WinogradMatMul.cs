using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Runs a <see cref="PatchTask{TActivation}"/> in <see cref="Winograd"/>'s form: a group of pictures, large enough to be worth fetching
/// the transformed weights and small enough for its tiles to stay in the core's cache, is transformed, multiplied component by component,
/// and transformed back.
/// </summary>
internal unsafe struct WinogradMatMul<TActivation> : IParallelBody
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>Tiles of a group: rows of each product.</summary>
    private const int WantedTiles = 64;

    private readonly PatchTask<TActivation> _task;
    private readonly WinogradTiles _tiles;
    private readonly int _group;
    private float* _weights;

    internal WinogradMatMul(in PatchTask<TActivation> task)
    {
        _task = task;
        _tiles = new WinogradTiles(task.Grid, task.Padding);
        _group = Math.Clamp(WantedTiles / _tiles.Count, 1, Math.Max(1, task.Pictures));
    }

    private readonly int PaddedColumns => _task.Weights.PaddedColumns;

    /// <summary>Floats of one component of the weights.</summary>
    private readonly long WeightsStep => (long)_tiles.Depth * PaddedColumns;

    internal void Run(SimdDevice device)
    {
        _weights = device.Workspace(Winograd.Components * WeightsStep);
        var transform = new WeightTransform { Weights = _task.Weights, Runs = _tiles.Runs, Target = _weights };
        device.For(_task.Weights.PanelCount, ref transform);
        device.For((_task.Pictures + _group - 1) / _group, ref this);
    }

    public readonly void Invoke(int index)
    {
        int first = index * _group, pictures = Math.Min(_group, _task.Pictures - first), tiles = pictures * _tiles.Count;
        int dataStep = tiles * _tiles.Pitch, productStep = tiles * PaddedColumns;
        using var scratch = Scratch.Open();
        float* padded = scratch.Floats(_task.Padding.Length), data = scratch.Floats(Winograd.Components * (long)dataStep);
        for (int i = 0; i < pictures; i++)
        {
            _task.Padding.Copy(_task.Source, first + i, padded);
            _tiles.TransformAll(padded, data + (i * _tiles.Count * _tiles.Pitch), dataStep);
        }

        float* products = scratch.Floats(Winograd.Components * (long)productStep);
        int* rowStarts = scratch.Multiples(_tiles.Pitch, tiles), resultStarts = scratch.Multiples(PaddedColumns, tiles);
        for (int component = 0; component < Winograd.Components; component++)
        {
            new PanelWalk<Identity>
            {
                A = data + ((long)component * dataStep),
                C = products + ((long)component * productStep),
                RowStarts = rowStarts,
                ResultStarts = resultStarts,
                Rows = tiles,
                Columns = PaddedColumns,
                Depth = _tiles.Depth,
                Panels = _weights + (component * WeightsStep),
            }.Run();
        }

        for (int i = 0; i < pictures; i++)
        {
            WriteResults(products + (i * _tiles.Count * PaddedColumns), productStep, first + i);
        }
    }

    private readonly void WriteResults(float* products, int productStep, int picture)
    {
        int columns = _task.Weights.Columns, tiles = _tiles.Count;
        float* result = _task.Result + ((long)picture * _task.ResultLength);
        var body = new WinogradResult<TActivation>
        {
            Bias = _task.Bias,
            RowStep = (long)_task.Grid.Y.ResultStep * _task.Grid.X.ResultSide * columns,
            ColumnStep = (long)_task.Grid.X.ResultStep * columns,
            ComponentStep = productStep,
            Activation = _task.Activation,
        };
        for (int tile = 0; tile < tiles; tile++)
        {
            var (y, x) = _tiles.Position(tile);
            body.Source = products + (tile * PaddedColumns);
            body.Target = result + (_task.Grid.ResultPixel(y, x) * columns);
            ElementLoop.Range(ref body, 0, columns);
        }
    }

    /// <summary>Turns panels of weights into panels of their components: [component][panel][depth, panel columns].</summary>
    private struct WeightTransform : IParallelBody
    {
        internal PanelPacking Weights;
        internal int Runs;
        internal float* Target;

        public readonly void Invoke(int panel)
        {
            int quarter = (int)Weights.PanelLength / 4, run = quarter / Runs;
            using var scratch = Scratch.Open();
            float* packed = scratch.Floats(Weights.PanelLength), target = Target + ((long)panel * quarter);
            Weights.PackPanel(panel, packed);
            // Rows of the filter are Runs rows of remainders; a row of remainders has both columns of the filter, one after the other.
            var body = new WinogradFilter { RowStep = 2L * quarter, ColumnStep = run, ComponentStep = (long)quarter * Weights.PanelCount };
            for (int i = 0; i < Runs; i++)
            {
                body.Source = packed + (2L * i * run);
                body.Target = target + ((long)i * run);
                ElementLoop.Range(ref body, 0, run);
            }
        }
    }
}
