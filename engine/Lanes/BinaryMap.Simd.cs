using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine.Lanes;

internal readonly unsafe partial struct BinaryMap<TOp>
{
    public void Run(SimdDevice device)
    {
        var rows = new Rows { A = device.Pointer(_a), B = device.Pointer(_b), Z = device.Pointer(_z), Shape = _shape };
        BroadcastLoop.Run(device, _shape, ref rows);
    }

    private struct Rows : IBroadcastBody
    {
        internal float* A, B, Z;
        internal BroadcastShape Shape;

        public void Invoke(int row, int start, int end)
        {
            var body = new Body { A = A + Shape.RowA(row), B = B + Shape.RowB(row), Z = Z + ((long)row * Shape.N3), StepA = Shape.A3, StepB = Shape.B3 };
            ElementLoop.Range(ref body, start, end);
        }
    }

    private struct Body : IElementBody
    {
        internal float* A, B, Z;
        internal int StepA, StepB;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            var a = StepA == 0 ? T.Constant(*A) : T.Load(A + i);
            var b = StepB == 0 ? T.Constant(*B) : T.Load(B + i);
            T.Store(default(TOp).Forward(a, b), Z + i);
        }
    }
}

internal readonly unsafe partial struct BinaryMapBackward<TOp>
{
    public void Run(SimdDevice device)
    {
        var rows = new Rows { A = device.Pointer(_a), B = device.Pointer(_b), Dz = device.Pointer(_dz), Result = device.Pointer(_result), Shape = _shape, ForA = _forA };
        BroadcastLoop.Run(device, _shape, ref rows);
    }

    private struct Rows : IBroadcastBody
    {
        internal float* A, B, Dz, Result;
        internal BroadcastShape Shape;
        internal bool ForA;

        public void Invoke(int row, int start, int end)
        {
            long z = (long)row * Shape.N3;
            var body = new Body { A = A + Shape.RowA(row), B = B + Shape.RowB(row), Dz = Dz + z, Result = Result + z, StepA = Shape.A3, StepB = Shape.B3, ForA = ForA };
            ElementLoop.Range(ref body, start, end);
        }
    }

    private struct Body : IElementBody
    {
        internal float* A, B, Dz, Result;
        internal int StepA, StepB;
        internal bool ForA;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            var a = StepA == 0 ? T.Constant(*A) : T.Load(A + i);
            var b = StepB == 0 ? T.Constant(*B) : T.Load(B + i);
            var derivative = ForA ? default(TOp).DerivativeA(a, b) : default(TOp).DerivativeB(a, b);
            T.Store(T.Load(Dz + i) * derivative, Result + i);
        }
    }
}
