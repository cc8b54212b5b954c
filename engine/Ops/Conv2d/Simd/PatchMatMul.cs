namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Runs a <see cref="PatchProduct"/> for a batch: pictures are padded a group at a time into the thread's scratch memory, and
/// the tile reads the patches from there. Weights come packed in panels of [Depth, tile columns].
/// </summary>
internal unsafe struct PatchMatMul<TTile, TActivation> : IParallelBody
    where TTile : ITile
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>Rows that make it worth to bring a panel of weights into the cache, and floats of pictures that stay in L2.</summary>
    private const int WantedRows = 256, MostPaddedFloats = 160 * 1024;

    private readonly float* _source, _panels, _bias, _result;
    private readonly Padding _padding;
    private readonly PatchProduct _product;
    private readonly int _pictures, _resultH, _resultW, _channels, _group;
    private readonly TActivation _activation;

    internal PatchMatMul(float* source, in Padding padding, float* panels, float* bias, float* result, int resultH, int resultW, int channels, int pictures, in PatchProduct product, TActivation activation)
    {
        _source = source;
        _panels = panels;
        _bias = bias;
        _result = result;
        (_padding, _product, _activation) = (padding, product, activation);
        (_pictures, _resultH, _resultW, _channels) = (pictures, resultH, resultW, channels);
        int group = Math.Min((WantedRows + product.Positions - 1) / Math.Max(1, product.Positions), Math.Max(1, MostPaddedFloats / padding.Length));
        _group = Math.Clamp(group, 1, Math.Max(1, pictures / 8));
    }

    /// <summary>Floats that a panelled weight matrix takes.</summary>
    internal static long PanelsLength(int depth, int channels) => (long)depth * ((channels + TTile.Columns - 1) / TTile.Columns) * TTile.Columns;

    internal void Run(SimdDevice device)
    {
        if (_product.Positions > 0)
        {
            device.For((_pictures + _group - 1) / _group, ref this);
        }
    }

    public readonly void Invoke(int index)
    {
        int first = index * _group, pictures = Math.Min(_group, _pictures - first), rows = pictures * _product.Positions;
        float* padded = ThreadScratch.Get(((long)pictures * _padding.Length) + (2L * rows) + _product.Depth);
        int* patches = (int*)(padded + ((long)pictures * _padding.Length)), results = patches + rows, offsets = results + rows;
        for (int i = 0; i < pictures; i++)
        {
            _padding.Copy(_source, first + i, padded + ((long)i * _padding.Length));
        }

        int resultLength = _resultH * _resultW * _channels;
        _product.FillOffsets(pictures, _padding, _resultW, _channels, resultLength, patches, results);
        var block = new RowBlock<TTile, TActivation>
        {
            A = padded,
            C = _result + ((long)first * resultLength),
            AOffsets = patches,
            COffsets = results,
            Rows = rows,
            Activation = _activation,
        };
        _product.FillDepth(_padding, offsets);
        MultiplyDepth(ref block, offsets);
    }

    /// <summary>Walks the depth in pieces whose panel fits in L1.</summary>
    private readonly void MultiplyDepth(ref RowBlock<TTile, TActivation> block, int* offsets)
    {
        // A product of depth 0 (a phase that no tap reaches) still runs once: its result is bias and activation of nothing.
        for (int k = 0; k < Math.Max(1, _product.Depth); k += MatMulBlock.Depth)
        {
            int depth = Math.Min(MatMulBlock.Depth, _product.Depth - k);
            for (int column = 0; column < _channels; column += TTile.Columns)
            {
                var task = new TileTask
                {
                    Offsets = offsets + k,
                    Depth = depth,
                    B = _panels + ((long)column * _product.Depth) + ((long)k * TTile.Columns),
                    BStep = TTile.Columns,
                    Bias = _bias == null ? null : _bias + column,
                    Accumulate = k > 0,
                    IsLast = k + depth >= _product.Depth,
                };
                block.Multiply(ref task, column, Math.Min(TTile.Columns, _channels - column));
            }
        }
    }
}
