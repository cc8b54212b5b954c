using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Stochastic;

internal readonly partial struct Normal
{
    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(
        device, _count, new() { Y = device.View(_y), Random = device.View(_random).Cast<uint>(), Stream = _stream }, _y);

    internal struct SimtBody : ISimtBody
    {
        internal ArrayView<float> Y;
        internal ArrayView<uint> Random;
        internal uint Stream;

        public readonly void Invoke<T>(int i)
            where T : unmanaged, ISimtLane<T>
        {
            var (x, y, z, w) = Philox.Generate((uint)i >> 2, 0, Random[2], Stream, Random[0], Random[1]);
            T.Store(T.OfFour(i, OfWordOnLane(x), OfWordOnLane(y), OfWordOnLane(z), OfWordOnLane(w)), Y, i);
        }
    }
}
