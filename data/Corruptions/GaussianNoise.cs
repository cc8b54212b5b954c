using System.Numerics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Corruptions;

/// <summary>
/// Normal numbers by Box and Muller's transform of Philox words, in vectors. Sixteen counters give a group of 64 numbers: number
/// 16k + i of the group is the k-th of counter i, whatever the width of a vector.
/// </summary>
internal static class GaussianNoise
{
    private const int Group = 64;
    private const int CountersPerGroup = 16;

    /// <summary>x + s·N(0,1), clamped to [0, 1] or not, with the numbers of the counters (0.., item, epoch, purpose) under the seed.</summary>
    public static void Add(
        ReadOnlySpan<float> clean, Span<float> noisy, float scale, bool clamp, ulong seed, uint purpose, uint epoch, uint item)
    {
        Span<float> normals = stackalloc float[Group];
        float least = clamp ? 0 : float.NegativeInfinity, most = clamp ? 1 : float.PositiveInfinity;
        Vector<float> factor = new(scale), low = new(least), high = new(most);
        for (int start = 0; start < clean.Length; start += Group)
        {
            FillGroup(normals, (uint)(start / Group), seed, purpose, epoch, item);
            int length = Math.Min(Group, clean.Length - start), i = 0;
            ReadOnlySpan<float> from = clean.Slice(start, length);
            Span<float> to = noisy.Slice(start, length);
            for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            {
                // Separate multiply and add: a fused one would differ from that of the tail.
                Vector<float> sum = new Vector<float>(from[i..]) + new Vector<float>(normals[i..]) * factor;
                Vector.Min(Vector.Max(sum, low), high).CopyTo(to[i..]);
            }
            for (; i < length; i++)
            {
                to[i] = MathF.Min(MathF.Max(from[i] + normals[i] * scale, least), most);
            }
        }
    }

    /// <summary>The 64 numbers of one group.</summary>
    internal static void FillGroup(Span<float> normals, uint group, ulong seed, uint purpose, uint epoch, uint item)
    {
        int lanes = Vector<float>.Count;
        for (int lane = 0; lane < CountersPerGroup; lane += lanes)
        {
            uint counter = group * CountersPerGroup + (uint)lane;
            (Vector<ulong> x0, Vector<ulong> y0, Vector<ulong> z0, Vector<ulong> w0) = Words(counter, seed, purpose, epoch, item);
            (Vector<ulong> x1, Vector<ulong> y1, Vector<ulong> z1, Vector<ulong> w1) =
                Words(counter + (uint)Vector<ulong>.Count, seed, purpose, epoch, item);
            BoxMuller(Vector.Narrow(x0, x1), Vector.Narrow(y0, y1), normals[lane..], normals[(CountersPerGroup + lane)..]);
            BoxMuller(Vector.Narrow(z0, z1), Vector.Narrow(w0, w1), normals[(2 * CountersPerGroup + lane)..], normals[(3 * CountersPerGroup + lane)..]);
        }
    }

    private static void BoxMuller(Vector<uint> first, Vector<uint> second, Span<float> cosines, Span<float> sines)
    {
        const float Unit = 1f / (1 << 24);
        // The logarithm's argument lies in (0, 1]: never 0.
        Vector<float> u = Vector.ConvertToSingle(Vector.AsVectorInt32((first >> 8) + Vector<uint>.One)) * Unit;
        Vector<float> angle = Vector.ConvertToSingle(Vector.AsVectorInt32(second >> 8)) * (2 * MathF.PI * Unit);
        Vector<float> radius = Vector.SquareRoot(Vector.Log(u) * -2f);
        (Vector<float> sin, Vector<float> cos) = Vector.SinCos(angle);
        (radius * cos).CopyTo(cosines);
        (radius * sin).CopyTo(sines);
    }

    /// <summary>Philox4x32-10 for consecutive counters, one in each 64-bit lane.</summary>
    private static (Vector<ulong> X, Vector<ulong> Y, Vector<ulong> Z, Vector<ulong> W) Words(
        uint firstCounter, ulong seed, uint purpose, uint epoch, uint item)
    {
        var c0 = new Vector<ulong>(firstCounter) + Vector<ulong>.Indices;
        Vector<ulong> c1 = new(item), c2 = new(epoch), c3 = new(purpose), low = new(uint.MaxValue);
        Vector<ulong> multiplier0 = new(Philox.Multiplier0), multiplier1 = new(Philox.Multiplier1);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (int round = 0; round < Philox.Rounds; round++)
        {
            Vector<ulong> product0 = multiplier0 * c0, product1 = multiplier1 * c2;
            c0 = (product1 >> 32) ^ c1 ^ new Vector<ulong>(k0);
            c2 = (product0 >> 32) ^ c3 ^ new Vector<ulong>(k1);
            c1 = product1 & low;
            c3 = product0 & low;
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }
        return (c0, c1, c2, c3);
    }
}
