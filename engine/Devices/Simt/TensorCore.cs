using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.IR.Intrinsics;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>NVIDIA's tensor cores for float32 with 10 bits of mantissa (tf32), sm_80 and later.</summary>
/// <remarks>
/// A warp multiplies A of 16 x 8 by B of 8 x 8 and adds the result to C of 16 x 8. With g = lane / 4 and t = lane % 4 a lane holds
/// a = A[g, t], A[g + 8, t], A[g, t + 4], A[g + 8, t + 4]; b = B[t, g], B[t + 4, g]; c = C[g, 2t], C[g, 2t + 1], C[g + 8, 2t], C[g + 8, 2t
/// + 1].
/// </remarks>
internal static class TensorCore
{
    /// <summary>Lanes of a warp.</summary>
    internal const int Lanes = 32;

    /// <summary>2^-11.5 more: see <see cref="Round"/>.</summary>
    private const float RoundUp = 1.000345267f;

    private const int MostThreads = 256;

    private static readonly uint[][] s_exchange = [new uint[6 * MostThreads], new uint[6 * MostThreads]];

    [ThreadStatic]
    private static int s_turnOfThread;

    /// <summary>
    /// The bits of x, prepared for the tensor core, which drops the low 13 bits of a mantissa. The factor adds 0.35 to 0.71 units of the
    /// last place kept, 0.5 on average, so that dropping rounds; values that fit stay as they are, and so do infinities and NaN, which an
    /// integer addition of half a unit would turn into zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Round(float x) => Interop.FloatAsInt(x * RoundUp);

    /// <summary>c + A · B, in one instruction of the whole warp. The body is for the simulator; see <see cref="PtxIntrinsics"/>.</summary>
    /// <remarks>The simulator runs one group at a time; its lanes exchange values through two arrays in turn, so that one barrier is
    /// enough.</remarks>
    [IntrinsicImplementation]
    internal static Quad MultiplyAdd(Quad c, uint a0, uint a1, uint a2, uint a3, uint b0, uint b1)
    {
        int lane = Group.IdxX % Lanes, warp = Group.IdxX - lane, g = lane >> 2, t = lane & 3;
        uint[] mine = [a0, a1, a2, a3, b0, b1];
        uint[] exchange = s_exchange[s_turnOfThread ^= 1];
        mine.CopyTo(exchange, Group.IdxX * 6);
        Group.Barrier();
        for (int k = 0; k < 8; k++)
        {
            int half = k >> 2, row = (warp + (g * 4) + (k & 3)) * 6, left = (warp + (8 * t) + (k & 3)) * 6, right = left + 24;
            float low = Value(row + (2 * half)), high = Value(row + (2 * half) + 1), b = Value(left + 4 + half),
            next = Value(right + 4 + half);
            c = new Quad { X = c.X + (low * b), Y = c.Y + (low * next), Z = c.Z + (high * b), W = c.W + (high * next) };
        }

        return c;

        float Value(int at) => BitConverter.UInt32BitsToSingle(exchange[at] & ~0x1FFFu);
    }
}
