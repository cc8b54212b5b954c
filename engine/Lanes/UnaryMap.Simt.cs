using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

internal readonly partial struct UnaryMap<TOp>
{
    public void Run(SimtDevice device) =>
        SimtLoop<SimtBody>.Launch(device, _count, new() { X = device.View(_x), Y = device.View(_y), Op = _op }, _x, _y);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> X, Y;
        internal TOp Op;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T> => T.Store(Op.Forward(T.Load(X, i)), Y, i);
    }
}
