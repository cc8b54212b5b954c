namespace ILGpuAutoencoders.Engine;

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

    private readonly float* _source, _bias, _result;
    private readonly PanelPacking<TTile> _weights;
    private readonly Padding _padding;
    private readonly PatchProduct _product;
    private readonly int _pictures, _resultH, _resultW, _group;
    private readonly TActivation _activation;
    private float* _shared;
    private bool _isByColumns;

    internal PatchMatMul(float* source, in Padding padding, in PanelPacking<TTile> weights, float* bias, float* result, int resultH, int resultW, int pictures, in PatchProduct product, TActivation activation)
    {
        _source = source;
        _bias = bias;
        _result = result;
        (_weights, _padding, _product, _activation) = (weights, padding, product, activation);
        (_pictures, _resultH, _resultW) = (pictures, resultH, resultW);
        int group = Math.Min((WantedRows + product.Positions - 1) / Math.Max(1, product.Positions), Math.Max(1, MostPaddedFloats / padding.Length));
        _group = Math.Clamp(group, 1, Math.Max(1, pictures / 8));
    }

    private readonly int ResultLength => _resultH * _resultW * _weights.Columns;

    internal void Run(SimdDevice device)
    {
        if (_product.Positions == 0 || _pictures == 0)
        {
            return;
        }

        _isByColumns = (long)_product.Depth * _weights.Columns >= ManyWeights && _weights.PanelCount >= 4;
        if (_isByColumns)
        {
            int rows = _pictures * _product.Positions;
            _shared = device.Workspace(((long)_pictures * _padding.Length) + Offsets.Length(rows, _product.Depth));
            var pad = new Pad { Source = _source, Target = _shared, Padding = _padding };
            device.For(_pictures, ref pad);
            new Offsets(_shared + ((long)_pictures * _padding.Length), rows).Fill(_pictures, _product, _padding, _resultW, _weights.Columns, ResultLength);
            device.For(_weights.PanelCount, ref this);
            return;
        }

        _shared = device.Workspace(_weights.Length);
        _weights.PackAll(device, _shared);
        device.For((_pictures + _group - 1) / _group, ref this);
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
        int pictures = Math.Min(_group, _pictures - first), rows = pictures * _product.Positions;
        float* padded = ThreadScratch.Get(((long)pictures * _padding.Length) + Offsets.Length(rows, _product.Depth));
        for (int i = 0; i < pictures; i++)
        {
            _padding.Copy(_source, first + i, padded + ((long)i * _padding.Length));
        }

        var offsets = new Offsets(padded + ((long)pictures * _padding.Length), rows);
        offsets.Fill(pictures, _product, _padding, _resultW, _weights.Columns, ResultLength);
        var block = Block(padded, _result + ((long)first * ResultLength), offsets, rows);
        for (int k = 0; k < Math.Max(1, _product.Depth); k += MatMulBlock.Depth)
        {
            for (int panel = 0; panel < _weights.PanelCount; panel++)
            {
                MultiplyPanel(ref block, offsets, k, panel, _shared + ((long)panel * TTile.Columns * _product.Depth));
            }
        }
    }

    /// <summary>One panel of columns of all results.</summary>
    private readonly void MultiplyColumns(int panel)
    {
        float* weights = ThreadScratch.Get((long)_product.Depth * TTile.Columns);
        _weights.PackPanel(panel, weights);
        int rows = _pictures * _product.Positions;
        var offsets = new Offsets(_shared + ((long)_pictures * _padding.Length), rows);
        var block = Block(_shared, _result, offsets, rows);
        for (int k = 0; k < _product.Depth; k += MatMulBlock.Depth)
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
        Activation = _activation,
    };

    /// <summary>One piece of the depth. A product of depth 0 (a phase that no tap reaches) still runs once: bias and activation of nothing.</summary>
    private readonly void MultiplyPanel(ref RowBlock<TTile, TActivation> block, in Offsets offsets, int k, int panel, float* weights)
    {
        int depth = Math.Min(MatMulBlock.Depth, _product.Depth - k), column = panel * TTile.Columns;
        var task = new TileTask
        {
            Offsets = offsets.Depth + k,
            Depth = depth,
            B = weights + ((long)k * TTile.Columns),
            BStep = TTile.Columns,
            Bias = _bias == null ? null : _bias + column,
            Accumulate = k > 0,
            IsLast = k + depth >= _product.Depth,
        };
        block.Multiply(ref task, column, Math.Min(TTile.Columns, _weights.Columns - column));
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
