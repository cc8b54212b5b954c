using System.Numerics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Corruptions;

/// <summary>
/// Normal numbers by the Box-Muller transform of Philox words, in vectors. Sixteen counters give a group of 64 numbers: number
/// 16k + i of the group is the k-th of counter i, whatever the width of a vector.
/// </summary>
internal static class GaussianNoise
{
    private const int Group = 64;
    private const int CountersPerGroup = 16;

    /// <summary>x + s·N(0, 1) for every value.</summary>
    internal static void Add(Span<float> values, in CorruptionDraw draw) =>
        Add(values, draw, float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>clamp(x + s·N(0, 1), 0, 1) for every value.</summary>
    internal static void AddClamped(Span<float> values, in CorruptionDraw draw) =>
        Add(values, draw, 0, 1);

    private static void Add(Span<float> values, in CorruptionDraw draw, float least, float most)
    {
        if (draw.Factor == 0)
        {
            return;
        }
        Span<float> normals = stackalloc float[Group];
        Vector<float> factor = new(draw.Factor), low = new(least), high = new(most);
        for (int start = 0; start < values.Length; start += Group)
        {
            FillGroup(normals, (uint)(start / Group), draw.Seed, (uint)RandomPurpose.Noise, draw.Epoch, draw.Picture);
            int length = Math.Min(Group, values.Length - start), i = 0;
            var group = values.Slice(start, length);
            for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            {
                // Separate multiply and add: a fused one would differ from that of the tail.
                var sum = new Vector<float>(group[i..]) + new Vector<float>(normals[i..]) * factor;
                Vector.Min(Vector.Max(sum, low), high).CopyTo(group[i..]);
            }
            for (; i < length; i++)
            {
                group[i] = MathF.Min(MathF.Max(group[i] + normals[i] * draw.Factor, least), most);
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
            (var x0, var y0, var z0, var w0) = Words(counter, seed, purpose, epoch, item);
            (var x1, var y1, var z1, var w1) =
                Words(counter + (uint)Vector<ulong>.Count, seed, purpose, epoch, item);
            var numbers = normals[lane..];
            BoxMuller(Vector.Narrow(x0, x1), Vector.Narrow(y0, y1), numbers, numbers[CountersPerGroup..]);
            BoxMuller(Vector.Narrow(z0, z1), Vector.Narrow(w0, w1), numbers[(2 * CountersPerGroup)..], numbers[(3 * CountersPerGroup)..]);
        }
    }

    private static void BoxMuller(Vector<uint> first, Vector<uint> second, Span<float> cosines, Span<float> sines)
    {
        const float Unit = 1f / (1 << 24);
        // The logarithm's argument is in (0, 1]: never 0.
        var u = Vector.ConvertToSingle(Vector.AsVectorInt32((first >> 8) + Vector<uint>.One)) * Unit;
        var angle = Vector.ConvertToSingle(Vector.AsVectorInt32(second >> 8)) * (2 * MathF.PI * Unit);
        var radius = Vector.SquareRoot(Vector.Log(u) * -2f);
        (var sin, var cos) = Vector.SinCos(angle);
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
