using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Losses;

internal readonly unsafe partial struct PairLoss<TOp>
{
    /// <summary>A multiple of every lane's width.</summary>
    private const int PieceOfSimd = 4096;

    public void Run(SimdDevice device)
    {
        int count = (_count + PieceOfSimd - 1) / PieceOfSimd;
        float* partials = device.Workspace(count);
        var pieces = new Pieces { Body = Bind(device), Partials = partials, Count = _count, Scale = _scale };
        device.For(count, ref pieces);
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += partials[i];
        }

        *device.Pointer(_loss) = (float)(sum * _scale);
    }

    private struct Pieces : IParallelBody
    {
        internal Body<HostFloats> Body;
        internal float* Partials;
        internal int Count;
        internal float Scale;

        public readonly void Invoke(int index)
        {
            // A copy on the stack lets the compiler keep the operands in registers.
            var pieces = this;
            int i = index * PieceOfSimd, end = Math.Min(Count, i + PieceOfSimd);
            float sum = Avx512F.IsSupported ? pieces.Sum<Lane16>(ref i, end)
                : Avx2.IsSupported ? pieces.Sum<Lane8>(ref i, end)
                : pieces.Sum<Lane4>(ref i, end);
            Partials[index] = sum + pieces.Sum<ScalarLane>(ref i, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly float Sum<T>(ref int start, int end)
            where T : struct, IHostLane<T>
        {
            T sum = T.Constant(0), scale = T.Constant(Scale);
            int i = start;
            for (; i <= end - T.Width; i += T.Width)
            {
                Body.Add(i, scale, ref sum);
            }

            start = i;
            return T.Sum(sum);
        }
    }
}
