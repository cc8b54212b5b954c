using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct MatMul<TActivation>
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _m * _n, new Args
    {
        A = device.View(_a.Storage),
        B = device.View(_b.Storage),
        C = device.View(_c),
        Bias = device.View(_bias ?? _c),
        HasBias = _bias is null ? 0 : 1,
        ARow = _a.RowStep,
        AColumn = _a.ColumnStep,
        BRow = _b.RowStep,
        BColumn = _b.ColumnStep,
        N = _n,
        K = _k,
        Count = _m * _n,
        Activation = _activation,
    });

    private static void Kernel(Args p)
    {
        for (int i = GridLoop.Start; i < p.Count; i += GridLoop.Stride)
        {
            int row = i / p.N, column = i - (row * p.N);
            float sum = p.HasBias != 0 ? p.Bias[column] : 0f;
            for (int k = 0; k < p.K; k++)
            {
                sum += p.A[((long)row * p.ARow) + ((long)k * p.AColumn)] * p.B[((long)k * p.BRow) + ((long)column * p.BColumn)];
            }

            p.C[i] = p.Activation.Forward(new ScalarLane(sum)).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> A, B, C, Bias;
        internal int HasBias, ARow, AColumn, BRow, BColumn, N, K, Count;
        internal TActivation Activation;
    }
}
