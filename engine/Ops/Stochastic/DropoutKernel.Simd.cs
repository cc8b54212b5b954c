using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ILGpuAutoencoders.Engine.Ops.Stochastic;

internal readonly unsafe partial struct Dropout
{
    /// <summary>A multiple of <see cref="Block"/>.</summary>
    private const int Piece = 1 << 14;

    /// <summary>Elements covered by one vector of four counters.</summary>
    private const int Block = 16;

    public void Run(SimdDevice device)
    {
        uint* random = (uint*)device.Pointer(_random);
        var body = new Body
        {
            X = device.Pointer(_x),
            Y = device.Pointer(_y),
            Count = _count,
            Stream = _stream,
            Threshold = _threshold,
            Scale = _scale,
            Key0 = random[0],
            Key1 = random[1],
            Step = random[2],
            First = random[3],
        };
        device.For((_count + Piece - 1) / Piece, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* X, Y;
        internal int Count;
        internal uint Stream, Threshold, Key0, Key1, Step, First;
        internal float Scale;

        public readonly void Invoke(int index)
        {
            int i = index * Piece, end = Math.Min(Count, i + Piece);
            if (Avx2.IsSupported)
            {
                for (; i <= end - Block; i += Block)
                {
                    var (low, high) = Words((uint)i / 4);
                    Keep(low, i);
                    Keep(high, i + (Block / 2));
                }
            }

            for (; i < end; i += 4)
            {
                var words = Philox.Generate((uint)i / 4, First, Step, Stream, Key0, Key1);
                Y[i] = words.X >= Threshold ? X[i] * Scale : 0;
                KeepIfInside(i + 1, end, words.Y);
                KeepIfInside(i + 2, end, words.Z);
                KeepIfInside(i + 3, end, words.W);
            }
        }

        private readonly void KeepIfInside(int i, int end, uint word)
        {
            if (i < end)
            {
                Y[i] = word >= Threshold ? X[i] * Scale : 0;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Keep(Vector256<uint> words, int i)
        {
            var mask = Vector256.GreaterThanOrEqual(words, Vector256.Create(Threshold)).AsSingle();
            (mask & (Vector256.Load(X + i) * Vector256.Create(Scale))).Store(Y + i);
        }

        /// <summary>
        /// The words of the counters first to first + 3, in order. Each counter word is in the low half of a 64-bit lane; the high halves
        /// hold leftovers of the last product, which neither the multiplication nor the result reads.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly (Vector256<uint> Low, Vector256<uint> High) Words(uint first)
        {
            // Unpacking takes lanes 0 and 2 first, then 1 and 3.
            var c0 = Vector256.Create(0ul, 2, 1, 3) + Vector256.Create((ulong)first);
            Vector256<ulong> c1 = Vector256.Create((ulong)First), c2 = Vector256.Create((ulong)Step), c3 = Vector256.Create((ulong)Stream);
            Vector256<uint> multiplier0 = Vector256.Create(Philox.Multiplier0), multiplier1 = Vector256.Create(Philox.Multiplier1);
            uint k0 = Key0, k1 = Key1;
            for (int round = 0; round < Philox.Rounds; round++)
            {
                var product0 = Avx2.Multiply(multiplier0, c0.AsUInt32());
                var product1 = Avx2.Multiply(multiplier1, c2.AsUInt32());
                c0 = (product1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0);
                c2 = (product0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1);
                c1 = product1;
                c3 = product0;
                k0 += Philox.Weyl0;
                k1 += Philox.Weyl1;
            }

            var xy = Avx2.Blend(c0.AsUInt32(), (c1 << 32).AsUInt32(), 0xAA).AsUInt64();
            var zw = Avx2.Blend(c2.AsUInt32(), (c3 << 32).AsUInt32(), 0xAA).AsUInt64();
            return (Avx2.UnpackLow(xy, zw).AsUInt32(), Avx2.UnpackHigh(xy, zw).AsUInt32());
        }
    }
}
