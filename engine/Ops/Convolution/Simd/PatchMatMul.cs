using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Runs a <see cref="PatchTask{TActivation}"/>. Pictures are padded and the tile reads the patches from there. Small weights are packed
/// once and the pictures are divided among the threads; weights that would not stay in the cache are divided instead, by panels of
/// columns, so that each is read once.
/// </summary>
internal unsafe struct PatchMatMul<TActivation> : IParallelBody
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>
    /// Rows that make it worthwhile to fetch a panel of weights into the cache, and floats of pictures that stay in L2.
    /// </summary>
    private const int WantedRows = 256, MostPaddedFloats = 160 * 1024;

    /// <summary>This many weights or more do not stay in a core's L2.</summary>
    private const int ManyWeights = 1 << 18;

    private readonly PatchTask<TActivation> _task;
    private readonly int _group;
    private float* _shared;
    private bool _isByColumns;

    internal PatchMatMul(in PatchTask<TActivation> task)
    {
        _task = task;
        int positions = task.Grid.Positions;
        int group = Math.Min((WantedRows + positions - 1) / positions, Math.Max(1, MostPaddedFloats / task.Padding.Length));
        _group = Math.Clamp(group, 1, Math.Max(1, task.Pictures / 8));
    }

    /// <summary>After the padded pictures, if weights are divided among threads.</summary>
    private readonly Tables TablesOfAll =>
        new((int*)(_shared + ((long)_task.Pictures * _task.Padding.Length)), _task.Grid, _task.Pictures);

    internal void Run(SimdDevice device)
    {
        _isByColumns = (long)_task.Grid.Depth * _task.Weights.Columns >= ManyWeights && _task.Weights.PanelCount >= 4;
        if (_isByColumns)
        {
            long padded = (long)_task.Pictures * _task.Padding.Length;
            _shared = device.Workspace(padded + Tables.Length(_task.Grid, _task.Pictures));
            var pad = new Pad { Source = _task.Source, Target = _shared, Padding = _task.Padding };
            device.For(_task.Pictures, ref pad);
            TablesOfAll.Fill(_task);
            device.For(_task.Weights.PanelCount, ref this);
            return;
        }

        _shared = device.Workspace(_task.Weights.Length);
        _task.Weights.PackAll(device, _shared);
        device.For((_task.Pictures + _group - 1) / _group, ref this);
    }

    public readonly void Invoke(int index)
    {
        if (_isByColumns)
        {
            MultiplyColumns(index);
        }
        else
        {
            MultiplyPictures(index * _group);
        }
    }

    /// <summary>All columns of the results of a group of pictures.</summary>
    private readonly void MultiplyPictures(int first)
    {
        int pictures = Math.Min(_group, _task.Pictures - first);
        using var scratch = Scratch.Open();
        float* padded = scratch.Floats((long)pictures * _task.Padding.Length);
        for (int i = 0; i < pictures; i++)
        {
            _task.Padding.Copy(_task.Source, first + i, padded + ((long)i * _task.Padding.Length));
        }

        var tables = new Tables(scratch.Ints(Tables.Length(_task.Grid, pictures)), _task.Grid, pictures);
        tables.Fill(_task);
        Multiply(padded, tables, _shared, _task.Result + ((long)first * _task.ResultLength), 0, _task.Weights.Columns);
    }

    /// <summary>One panel of columns of all results.</summary>
    private readonly void MultiplyColumns(int panel)
    {
        using var scratch = Scratch.Open();
        float* weights = scratch.Floats(_task.Weights.PanelLength);
        _task.Weights.PackPanel(panel, weights);
        int column = panel * PanelPacking.PanelColumns;
        Multiply(_shared, TablesOfAll, weights, _task.Result, column, Math.Min(PanelPacking.PanelColumns, _task.Weights.Columns - column));
    }

    private readonly void Multiply(float* padded, in Tables tables, float* panels, float* result, int column, int columns) =>
        new PanelWalk<TActivation>
        {
            A = padded,
            C = result + column,
            RowStarts = tables.Patches,
            ResultStarts = tables.Results,
            Rows = tables.Rows,
            Columns = columns,
            Depth = _task.Grid.Depth,
            Offsets = tables.Depth,
            Step = _task.Grid.PatchRowLength % 4 == 0 ? 1 : 0,
            Panels = panels,
            Bias = _task.Bias == null ? null : _task.Bias + column,
            Activation = _task.Activation,
        }.Run();

    /// <summary>Where patches start, where results go, and where the values of a patch are.</summary>
    private readonly struct Tables(int* memory, in PatchGrid grid, int pictures)
    {
        internal int Rows { get; } = pictures * grid.Positions;

        internal int* Patches => memory;

        internal int* Results => memory + Rows;

        internal int* Depth => Results + Rows;

        internal static long Length(in PatchGrid grid, int pictures) => (2L * pictures * grid.Positions) + grid.Depth;

        internal void Fill(in PatchTask<TActivation> task)
        {
            task.Grid.FillPositions(Rows / task.Grid.Positions, task.Padding, task.Weights.Columns, Patches, Results);
            task.Grid.FillDepth(task.Padding, Depth);
        }
    }
}
