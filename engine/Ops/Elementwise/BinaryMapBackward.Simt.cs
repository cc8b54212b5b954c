using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct BinaryMapBackward<TOp>
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _shape.Rows * _shape.N3, new Args
    {
        A = device.View(_a),
        B = device.View(_b),
        Dz = device.View(_dz),
        Result = device.View(_result),
        Shape = _shape,
        Count = _shape.Rows * _shape.N3,
        ForA = _forA ? 1 : 0,
    });

    private static void Kernel(Args k)
    {
        for (int i = GridLoop.Start; i < k.Count; i = GridLoop.After(i))
        {
            int row = i / k.Shape.N3, column = i - (row * k.Shape.N3);
            var a = new ScalarLane(k.A[k.Shape.RowA(row) + (column * k.Shape.A3)]);
            var b = new ScalarLane(k.B[k.Shape.RowB(row) + (column * k.Shape.B3)]);
            k.Result[i] = k.Dz[i] * (k.ForA != 0 ? default(TOp).DerivativeA(a, b) : default(TOp).DerivativeB(a, b)).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> A, B, Dz, Result;
        internal BroadcastShape Shape;
        internal int Count, ForA;
    }
}
