using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct BinaryMap<TOp>
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _shape.Rows * _shape.N3, new Args
    {
        A = device.View(_a),
        B = device.View(_b),
        Z = device.View(_z),
        Shape = _shape,
        Count = _shape.Rows * _shape.N3,
    });

    private static void Kernel(Args k)
    {
        for (int i = GridLoop.Start; i < k.Count; i = GridLoop.After(i))
        {
            int row = i / k.Shape.N3, column = i - (row * k.Shape.N3);
            float a = k.A[k.Shape.RowA(row) + (column * k.Shape.A3)], b = k.B[k.Shape.RowB(row) + (column * k.Shape.B3)];
            k.Z[i] = default(TOp).Forward(new ScalarLane(a), new ScalarLane(b)).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> A, B, Z;
        internal BroadcastShape Shape;
        internal int Count;
    }
}
