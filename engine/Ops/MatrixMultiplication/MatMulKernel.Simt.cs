using ILGpuAutoencoders.Engine.Products.Simt;

namespace ILGpuAutoencoders.Engine.Ops.MatrixMultiplication;

internal readonly partial struct MatMul<TActivation>
{
    public void Run(SimtDevice device)
    {
        if (_a.ColumnStep == 1)
        {
            RunA<AlongK>(device);
        }
        else
        {
            RunA<AcrossK>(device);
        }
    }

    private void RunA<TA>(SimtDevice device)
        where TA : struct, IAxis
    {
        if (_b.ColumnStep == 1)
        {
            RunB<TA, AcrossK>(device);
        }
        else
        {
            RunB<TA, AlongK>(device);
        }
    }

    private void RunB<TA, TB>(SimtDevice device)
        where TA : struct, IAxis
        where TB : struct, IAxis
    {
        // Neighbours of A are its columns (there are k) or its rows (m), those of B its columns (n) or its rows (k).
        if (SimtDevice.IsWide(_a.Storage, TA.IsK ? _k : _m, TA.IsK ? _a.RowStep : _a.ColumnStep) && SimtDevice.IsWide(_b.Storage, TB.IsK ? _k : _n, TB.IsK ? _b.ColumnStep : _b.RowStep))
        {
            Run<TA, TB, Wide>(device);
        }
        else
        {
            Run<TA, TB, Narrow>(device);
        }
    }

    private void Run<TA, TB, TWidth>(SimtDevice device)
        where TA : struct, IAxis
        where TB : struct, IAxis
        where TWidth : struct, IWidth =>
        new Product<MatrixOperand<TA, TWidth>, MatrixOperand<TB, TWidth>, MatrixRows, TActivation>(
            new()
            {
                Matrix = device.View(_a.Storage),
                OuterCount = _m,
                OuterStep = _a.RowStep,
                InnerCount = _k,
                InnerStep = _a.ColumnStep,
            },
            new()
            {
                Matrix = device.View(_b.Storage),
                OuterCount = _n,
                OuterStep = _b.ColumnStep,
                InnerCount = _k,
                InnerStep = _b.RowStep,
            },
            new() { Rows = _m, Columns = _n },
            _c,
            _bias,
            _activation,
            new(_m, _n, _k, checked(_m * _n))).Launch(device);
}
