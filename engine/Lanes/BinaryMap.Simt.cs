using ILGPU;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine.Lanes;

internal readonly partial struct BinaryMap<TOp>
{
    public void Run(SimtDevice device)
    {
        var body = new SimtBody { A = new(device.View(_a), _shape.A3), B = new(device.View(_b), _shape.B3), Z = device.View(_z) };
        if (_shape.Rows == 1)
        {
            SimtLoop<SimtBody>.Launch(device, _shape.N3, body, _z, _shape.A3 == 0 ? _z : _a, _shape.B3 == 0 ? _z : _b);
        }
        else
        {
            device.LaunchPerElement(Kernel, _shape.Rows * _shape.N3, new Args { Body = body, Shape = _shape, Count = _shape.Rows * _shape.N3 });
        }
    }

    /// <summary>Rows that operands are stretched over: one element a thread.</summary>
    private static void Kernel(Args k)
    {
        for (int i = GridLoop.Start; i < k.Count; i = GridLoop.After(i))
        {
            int row = i / k.Shape.N3, column = i - (row * k.Shape.N3);
            ScalarLane a = k.Body.A.Load<ScalarLane>(k.Shape.RowA(row), column), b = k.Body.B.Load<ScalarLane>(k.Shape.RowB(row), column);
            k.Body.Z[i] = default(TOp).Forward(a, b).Value;
        }
    }

    internal struct Args
    {
        internal SimtBody Body;
        internal BroadcastShape Shape;
        internal int Count;
    }

    internal struct SimtBody : ISimtBody
    {
        internal SimtOperand A, B;
        internal ArrayView<float> Z;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T> => T.Store(default(TOp).Forward(A.Load<T>(0, i), B.Load<T>(0, i)), Z, i);
    }
}
