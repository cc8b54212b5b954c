using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Runs a <see cref="PatchProduct"/> for a batch. Pictures are padded and the tile reads the patches from there. Small weights are
/// packed once and pictures shared out among the threads; weights that would not stay in the cache are shared out instead, a panel of columns a piece,
/// so that each is read once.
/// </summary>
internal unsafe struct PatchMatMul<TTile, TActivation> : IParallelBody
    where TTile : ITile
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>Rows that make it worth to bring a panel of weights into the cache, and floats of pictures that stay in L2.</summary>
    private const int WantedRows = 256, MostPaddedFloats = 160 * 1024;

    /// <summary>Weights from this number on do not stay in a core's L2.</summary>
    private const int ManyWeights = 1 << 18;

    private readonly PatchTask<TTile, TActivation> _task;
    private readonly int _group;
    private float* _shared;
    private bool _isByColumns;

    internal PatchMatMul(in PatchTask<TTile, TActivation> task)
    {
        _task = task;
        int group = Math.Min((WantedRows + task.Product.Positions - 1) / task.Product.Positions, Math.Max(1, MostPaddedFloats / task.Padding.Length));
        _group = Math.Clamp(group, 1, Math.Max(1, task.Pictures / 8));
    }

    internal void Run(SimdDevice device)
    {
        _isByColumns = (long)_task.Product.Depth * _task.Weights.Columns >= ManyWeights && _task.Weights.PanelCount >= 4;
        if (_isByColumns)
        {
            int rows = _task.Pictures * _task.Product.Positions;
            _shared = device.Workspace(((long)_task.Pictures * _task.Padding.Length) + Offsets.Length(rows, _task.Product.Depth));
            var pad = new Pad { Source = _task.Source, Target = _shared, Padding = _task.Padding };
            device.For(_task.Pictures, ref pad);
            new Offsets(_shared + ((long)_task.Pictures * _task.Padding.Length), rows).Fill(_task.Pictures, _task.Product, _task.Padding, _task.ResultW, _task.Weights.Columns, _task.ResultLength);
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
        int pictures = Math.Min(_group, _task.Pictures - first), rows = pictures * _task.Product.Positions;
        float* padded = ThreadScratch.Get(((long)pictures * _task.Padding.Length) + Offsets.Length(rows, _task.Product.Depth));
        for (int i = 0; i < pictures; i++)
        {
            _task.Padding.Copy(_task.Source, first + i, padded + ((long)i * _task.Padding.Length));
        }

        var offsets = new Offsets(padded + ((long)pictures * _task.Padding.Length), rows);
        offsets.Fill(pictures, _task.Product, _task.Padding, _task.ResultW, _task.Weights.Columns, _task.ResultLength);
        var block = Block(padded, _task.Result + ((long)first * _task.ResultLength), offsets, rows);
        for (int k = 0; k < Math.Max(1, _task.Product.Depth); k += MatMulBlock.Depth<TTile>())
        {
            for (int panel = 0; panel < _task.Weights.PanelCount; panel++)
            {
                MultiplyPanel(ref block, offsets, k, panel, _shared + ((long)panel * TTile.Columns * _task.Product.Depth));
            }
        }
    }

    /// <summary>One panel of columns of all results.</summary>
    private readonly void MultiplyColumns(int panel)
    {
        float* weights = ThreadScratch.Get((long)_task.Product.Depth * TTile.Columns);
        _task.Weights.PackPanel(panel, weights);
        int rows = _task.Pictures * _task.Product.Positions;
        var offsets = new Offsets(_shared + ((long)_task.Pictures * _task.Padding.Length), rows);
        var block = Block(_shared, _task.Result, offsets, rows);
        for (int k = 0; k < _task.Product.Depth; k += MatMulBlock.Depth<TTile>())
        {
            MultiplyPanel(ref block, offsets, k, panel, weights);
        }
    }

    private readonly RowBlock<TTile, TActivation> Block(float* padded, float* result, in Offsets offsets, int rows) => new()
    {
        A = padded,
        C = result,
        AOffsets = offsets.Patches,
        COffsets = offsets.Results,
        Rows = rows,
        Activation = _task.Activation,
    };

    /// <summary>One piece of the depth. A product of depth 0 (a phase that no tap reaches) still runs once: bias and activation of nothing.</summary>
    private readonly void MultiplyPanel(ref RowBlock<TTile, TActivation> block, in Offsets offsets, int k, int panel, float* weights)
    {
        int depth = Math.Min(MatMulBlock.Depth<TTile>(), _task.Product.Depth - k), column = panel * TTile.Columns;
        var task = new TileTask
        {
            Offsets = offsets.Depth + k,
            Step = _task.Product.PatchRowLength % 4 == 0 ? 1 : 0,
            Depth = depth,
            B = weights + ((long)k * TTile.Columns),
            Bias = _task.Bias == null ? null : _task.Bias + column,
            Accumulate = k > 0,
            IsLast = k + depth >= _task.Product.Depth,
        };
        block.Multiply(ref task, column, Math.Min(TTile.Columns, _task.Weights.Columns - column));
    }

    /// <summary>Tables of where patches start, where results go, and where the values of a patch are.</summary>
    private readonly struct Offsets(float* memory, int rows)
    {
        internal int* Patches => (int*)memory;

        internal int* Results => Patches + rows;

        internal int* Depth => Results + rows;

        internal static long Length(int rows, int depth) => (2L * rows) + depth;

        internal void Fill(int pictures, in PatchProduct product, in Padding padding, int resultW, int channels, int resultLength)
        {
            product.FillOffsets(pictures, padding, resultW, channels, resultLength, Patches, Results);
            product.FillDepth(padding, Depth);
        }
    }
}
