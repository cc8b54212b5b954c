using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Engine;

internal readonly unsafe partial struct DifferenceLoss<TLoss>
{
    public void Run(SimdDevice device)
    {
        var body = new Body { Prediction = device.Pointer(_prediction), Target = device.Pointer(_target), Sums = device.Pointer(_sums), Count = _count };
        device.For(Pieces(_count), ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* Prediction, Target, Sums;
        internal int Count;

        public readonly void Invoke(int index)
        {
            int start = index * Piece, end = Math.Min(Count, start + Piece);
            Sums[index] = Avx512F.IsSupported ? Sum<Lane16>(start, end) : Avx2.IsSupported ? Sum<Lane8>(start, end) : Sum<Lane4>(start, end);
        }

        private readonly float Sum<T>(int start, int end)
            where T : struct, IHostLane<T>
        {
            var total = T.Constant(0);
            int i = start;
            for (; i <= end - T.Width; i += T.Width)
            {
                total += default(TLoss).Value(T.Load(Prediction + i) - T.Load(Target + i));
            }

            float sum = T.Sum(total);
            for (; i < end; i++)
            {
                sum += default(TLoss).Value(new ScalarLane(Prediction[i] - Target[i])).Value;
            }

            return sum;
        }
    }
}

internal readonly unsafe partial struct DifferenceLossGradient<TLoss>
{
    public void Run(SimdDevice device)
    {
        var body = new Body { Prediction = device.Pointer(_prediction), Target = device.Pointer(_target), Gradient = device.Pointer(_gradient), Scale = _scale * *device.Pointer(_lossGradient) };
        ElementLoop.Run(device, _count, ref body);
    }

    private struct Body : IElementBody
    {
        internal float* Prediction, Target, Gradient;
        internal float Scale;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IHostLane<T> =>
            T.Store(T.Constant(Scale) * default(TLoss).Derivative(T.Load(Prediction + i) - T.Load(Target + i)), Gradient + i);
    }
}
