using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Stochastic;

internal readonly partial struct Dropout
{
    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(
        device,
        _count,
        new()
        {
            X = device.View(_x),
            Y = device.View(_y),
            Random = device.View(_random).Cast<uint>(),
            Stream = _stream,
            Threshold = _threshold,
            Scale = _scale,
        },
        _x,
        _y);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> X, Y;
        internal ArrayView<uint> Random;
        internal uint Stream, Threshold;
        internal float Scale;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T>
        {
            var (x, y, z, w) = Philox.Generate((uint)i >> 2, 0, Random[2], Stream, Random[0], Random[1]);
            T factor = T.OfFour(i, Factor(x), Factor(y), Factor(z), Factor(w)), zero = T.Constant(0);
            // Not x · 0, which would let an infinity through.
            T.Store(T.WhereGreater(factor, zero, T.Load(X, i) * factor, zero), Y, i);
        }

        private readonly float Factor(uint word) => word >= Threshold ? Scale : 0;
    }
}
