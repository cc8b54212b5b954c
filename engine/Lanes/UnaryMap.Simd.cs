using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine.Lanes;

internal readonly unsafe partial struct UnaryMap<TOp>
{
    public void Run(SimdDevice device)
    {
        var body = new Body { X = device.Pointer(_x), Y = device.Pointer(_y), Op = _op };
        ElementLoop.Run(device, _count, ref body);
    }

    private struct Body : IElementBody
    {
        internal float* X, Y;
        internal TOp Op;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T> => T.Store(Op.Forward(T.Load(X + i)), Y + i);
    }
}

internal readonly unsafe partial struct UnaryMapBackward<TOp>
{
    public void Run(SimdDevice device)
    {
        var body = new Body { Saved = device.Pointer(_saved), Dy = device.Pointer(_dy), Dx = device.Pointer(_dx), Op = _op };
        ElementLoop.Run(device, _count, ref body);
    }

    private struct Body : IElementBody
    {
        internal float* Saved, Dy, Dx;
        internal TOp Op;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T> => T.Store(T.Load(Dy + i) * Op.Derivative(T.Load(Saved + i)), Dx + i);
    }
}
