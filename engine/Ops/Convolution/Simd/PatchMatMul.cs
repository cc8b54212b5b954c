using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Runs a <see cref="PatchTask{TActivation}"/>. Pictures are padded and the tile reads the patches from there. Small weights are packed
/// once and the pictures are divided among the threads, or the positions of a few pictures; weights that would not stay in the cache are
/// divided instead, by panels of columns, so that each is read once.
/// </summary>
internal unsafe struct PatchMatMul<TActivation> : IParallelBody
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>
    /// Rows that make it worthwhile to fetch a panel of weights into the cache, and floats of pictures that stay in L2.
    /// </summary>
    private const int WantedRows = 256, MostPaddedFloats = 160 * 1024;

    /// <summary>Pieces that keep the threads busy, and what their rows are a multiple of: those of every tile.</summary>
    private const int FewestPieces = 8, RowStep = 24;

    /// <summary>This many weights or more do not stay in a core's L2.</summary>
    private const int ManyWeights = 1 << 18;

    private readonly PatchTask<TActivation> _task;
    private readonly int _group;
    private float* _panels, _padded;
    private Pieces _pieces;
    private int _rowsAPiece;

    internal PatchMatMul(in PatchTask<TActivation> task)
    {
        _task = task;
        int positions = task.Grid.Positions;
        int group = Math.Min((WantedRows + positions - 1) / positions, Math.Max(1, MostPaddedFloats / task.Padding.Length));
        _group = Math.Clamp(group, 1, Math.Max(1, task.Pictures / FewestPieces));
    }

    /// <summary>What is divided among the threads.</summary>
    private enum Pieces
    {
        Pictures,
        Positions,
        Columns,
    }

    /// <summary>Floats of all padded pictures.</summary>
    private readonly long PaddedLength => (long)_task.Pictures * _task.Padding.Length;

    /// <summary>After the padded pictures, if all threads read them.</summary>
    private readonly Tables TablesOfAll => new((int*)(_padded + PaddedLength), _task.Grid, _task.Pictures);

    internal void Run(SimdDevice device)
    {
        bool areWeightsMany = (long)_task.Grid.Depth * _task.Weights.Columns >= ManyWeights && _task.Weights.PanelCount >= 4;
        _pieces = areWeightsMany ? Pieces.Columns : _task.Pictures < FewestPieces ? Pieces.Positions : Pieces.Pictures;
        long panels = areWeightsMany ? 0 : _task.Weights.Length;
        long padded = _pieces == Pieces.Pictures ? 0 : PaddedLength + Tables.Length(_task.Grid, _task.Pictures);
        _panels = device.Workspace(panels + padded);
        _padded = _panels + panels;
        if (padded > 0)
        {
            var pad = new Pad { Source = _task.Source, Target = _padded, Padding = _task.Padding };
            device.For(_task.Pictures, ref pad);
            TablesOfAll.Fill(_task);
        }

        if (panels > 0)
        {
            _task.Weights.PackAll(device, _panels);
        }

        int rows = _task.Pictures * _task.Grid.Positions;
        _rowsAPiece = (rows + (FewestPieces * RowStep) - 1) / (FewestPieces * RowStep) * RowStep;
        device.For(
            _pieces switch
            {
                Pieces.Columns => _task.Weights.PanelCount,
                Pieces.Positions => (rows + _rowsAPiece - 1) / _rowsAPiece,
                _ => (_task.Pictures + _group - 1) / _group,
            },
            ref this);
    }

    public readonly void Invoke(int index)
    {
        switch (_pieces)
        {
            case Pieces.Columns:
                MultiplyColumns(index);
                break;
            case Pieces.Positions:
                MultiplyPositions(index * _rowsAPiece);
                break;
            default:
                MultiplyPictures(index * _group);
                break;
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
        Multiply(padded, tables, _panels, _task.Result + ((long)first * _task.ResultLength), 0, _task.Weights.Columns);
    }

    /// <summary>All columns of the results of some positions.</summary>
    private readonly void MultiplyPositions(int first)
    {
        var tables = TablesOfAll;
        tables = tables.From(first, Math.Min(_rowsAPiece, tables.Rows - first));
        Multiply(_padded, tables, _panels, _task.Result, 0, _task.Weights.Columns);
    }

    /// <summary>One panel of columns of all results.</summary>
    private readonly void MultiplyColumns(int panel)
    {
        using var scratch = Scratch.Open();
        float* weights = scratch.Floats(_task.Weights.PanelLength);
        _task.Weights.PackPanel(panel, weights);
        int column = panel * PanelPacking.PanelColumns;
        Multiply(_padded, TablesOfAll, weights, _task.Result, column, Math.Min(PanelPacking.PanelColumns, _task.Weights.Columns - column));
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
    private readonly struct Tables
    {
        internal Tables(int* memory, in PatchGrid grid, int pictures)
        {
            Rows = pictures * grid.Positions;
            Patches = memory;
            Results = memory + Rows;
            Depth = Results + Rows;
        }

        internal int Rows { get; private init; }

        internal int* Patches { get; private init; }

        internal int* Results { get; private init; }

        internal int* Depth { get; }

        internal static long Length(in PatchGrid grid, int pictures) => (2L * pictures * grid.Positions) + grid.Depth;

        /// <summary>Some of the rows.</summary>
        internal Tables From(int row, int rows) => this with { Patches = Patches + row, Results = Results + row, Rows = rows };

        internal void Fill(in PatchTask<TActivation> task)
        {
            task.Grid.FillPositions(Rows / task.Grid.Positions, task.Padding, task.Weights.Columns, Patches, Results);
            task.Grid.FillDepth(task.Padding, Depth);
        }
    }
}
