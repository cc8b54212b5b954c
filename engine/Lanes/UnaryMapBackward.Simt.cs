using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

internal readonly partial struct UnaryMapBackward<TOp>
{
    public void Run(SimtDevice device) =>
        SimtLoop<SimtBody>.Launch(device, _count, new() { Saved = device.View(_saved), Dy = device.View(_dy), Dx = device.View(_dx), Op = _op }, _saved, _dy, _dx);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> Saved, Dy, Dx;
        internal TOp Op;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T> => T.Store(T.Load(Dy, i) * Op.Derivative(T.Load(Saved, i)), Dx, i);
    }
}
