using ILGPU;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine.Lanes;

internal readonly partial struct BinaryMapBackward<TOp>
{
    public void Run(SimtDevice device)
    {
        var body = new SimtBody
        {
            A = new(device.View(_a), _shape.A3),
            B = new(device.View(_b), _shape.B3),
            Dz = device.View(_dz),
            Result = device.View(_result),
            ForA = _forA ? 1 : 0,
        };
        if (_shape.Rows == 1)
        {
            SimtLoop<SimtBody>.Launch(device, _shape.N3, body, _dz, _result, _shape.A3 == 0 ? _dz : _a, _shape.B3 == 0 ? _dz : _b);
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
            k.Body.Put(i, k.Body.A.Load<ScalarLane>(k.Shape.RowA(row), column), k.Body.B.Load<ScalarLane>(k.Shape.RowB(row), column));
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
        internal ArrayView<float> Dz, Result;
        internal int ForA;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T> => Put(i, A.Load<T>(0, i), B.Load<T>(0, i));

        internal readonly void Put<T>(int i, T a, T b)
            where T : unmanaged, ISimtLane<T> =>
            T.Store(T.Load(Dz, i) * (ForA != 0 ? default(TOp).DerivativeA(a, b) : default(TOp).DerivativeB(a, b)), Result, i);
    }
}
