using System.Numerics;
using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>Vectorised loops over rows of doubles.</summary>
internal static class Rows
{
    private const long WorkWorthThreads = 1 << 16;

    /// <summary>Σ aᵢ bᵢ.</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        Vector<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + 3 < va.Length; i += 4)
        {
            s0 += va[i] * vb[i];
            s1 += va[i + 1] * vb[i + 1];
            s2 += va[i + 2] * vb[i + 2];
            s3 += va[i + 3] * vb[i + 3];
        }

        for (; i < va.Length; i++)
        {
            s0 += va[i] * vb[i];
        }

        double sum = Vector.Sum(s0 + s1 + (s2 + s3));
        for (int j = va.Length * Vector<double>.Count; j < a.Length; j++)
        {
            sum += a[j] * b[j];
        }

        return sum;
    }

    /// <summary>y += scale · x.</summary>
    internal static void AddScaled(double scale, ReadOnlySpan<double> x, Span<double> y)
    {
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y[..x.Length]);
        var factor = new Vector<double>(scale);
        for (int i = 0; i < vx.Length; i++)
        {
            vy[i] += factor * vx[i];
        }

        for (int i = vx.Length * Vector<double>.Count; i < x.Length; i++)
        {
            y[i] += scale * x[i];
        }
    }

    /// <summary>(x, y) := (c x - s y, s x + c y).</summary>
    internal static void Rotate(Span<double> x, Span<double> y, double c, double s)
    {
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y[..x.Length]);
        Vector<double> vc = new(c), vs = new(s);
        for (int i = 0; i < vx.Length; i++)
        {
            (vx[i], vy[i]) = (vc * vx[i] - vs * vy[i], vs * vx[i] + vc * vy[i]);
        }

        for (int i = vx.Length * Vector<double>.Count; i < x.Length; i++)
        {
            (x[i], y[i]) = (c * x[i] - s * y[i], s * x[i] + c * y[i]);
        }
    }

    /// <summary>Runs independent work for each index in [first, end), on several threads where it is worth it.</summary>
    /// <param name="first">First index.</param>
    /// <param name="end">The index after the last.</param>
    /// <param name="body">Writes results that no other index writes.</param>
    /// <param name="work">Values touched in all; (end - first)² unless given.</param>
    internal static void ForEach(int first, int end, Action<int> body, long work = -1)
    {
        if ((work < 0 ? (long)(end - first) * (end - first) : work) < WorkWorthThreads)
        {
            for (int i = first; i < end; i++)
            {
                body(i);
            }

            return;
        }

        Parallel.For(first, end, body);
    }
}
