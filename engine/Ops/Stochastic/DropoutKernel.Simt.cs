using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Stochastic;

internal readonly partial struct Dropout
{
    public void Run(SimtDevice device) => ElementKernel.Run(
        device,
        _count,
        new SimtBody
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

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> X, Y;
        internal ArrayView<uint> Random;
        internal uint Stream, Threshold;
        internal float Scale;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>>
        {
            var factors = new Factors
            {
                Key0 = Random[0],
                Key1 = Random[1],
                Step = Random[2],
                First = Random[3],
                Stream = Stream,
                Threshold = Threshold,
                Scale = Scale,
            };
            T factor = T.OfFours(factors, i), zero = T.Constant(0);
            // Not x · 0, which would turn an infinity into NaN.
            T.Store(T.WhereGreater(factor, zero, T.Load(X, i) * factor, zero), Y, i);
        }
    }

    /// <summary>What the elements are multiplied by.</summary>
    private struct Factors : IFours
    {
        internal uint Key0, Key1, Step, First, Stream, Threshold;
        internal float Scale;

        public readonly (float X, float Y, float Z, float W) Four(uint index)
        {
            var (x, y, z, w) = Philox.Generate(index, First, Step, Stream, Key0, Key1);
            return (Of(x), Of(y), Of(z), Of(w));
        }

        private readonly float Of(uint word) => word >= Threshold ? Scale : 0;
    }
}
