using System.Numerics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>The operations as plain loops in double precision, straight from their definitions.</summary>
public static class Reference
{
    public static DoubleTensor Map(DoubleTensor x, Func<double, double> f) => new(x.Shape, Array.ConvertAll(x.Values, v => f(v)));

    public static DoubleTensor Map(DoubleTensor a, DoubleTensor b, Func<double, double, double> f)
    {
        var z = new DoubleTensor(Shape.Broadcast("reference", a.Shape, b.Shape));
        ForEach(z.Shape.PadTo4(), (i0, i1, i2, i3) =>
            z.Values[z.IndexOf(i0, i1, i2, i3)] = f(a.Values[a.IndexOf(i0, i1, i2, i3)], b.Values[b.IndexOf(i0, i1, i2, i3)]));
        return z;
    }

    /// <summary>The sum over the axes where <paramref name="result"/> has size 1.</summary>
    public static DoubleTensor Sum(DoubleTensor x, Shape result, double scale = 1)
    {
        var y = new DoubleTensor(result);
        ForEach(x.Shape.PadTo4(), (i0, i1, i2, i3) => y.Values[y.IndexOf(i0, i1, i2, i3)] += scale * x.Values[x.IndexOf(i0, i1, i2, i3)]);
        return y;
    }

    public static DoubleTensor MatMul(DoubleTensor a, DoubleTensor b)
    {
        int m = a.Shape[0], k = a.Shape[1], n = b.Shape[1];
        var c = new DoubleTensor([m, n]);
        for (int i = 0; i < m; i++)
        {
            for (int p = 0; p < k; p++)
            {
                for (int j = 0; j < n; j++)
                {
                    c.Values[(i * n) + j] += a.Values[(i * k) + p] * b.Values[(p * n) + j];
                }
            }
        }

        return c;
    }

    /// <summary>x is [N, in], weight is [out, in], bias is [out].</summary>
    public static DoubleTensor Linear(DoubleTensor x, DoubleTensor weight, DoubleTensor? bias)
    {
        int n = x.Shape[0], inputs = x.Shape[1], outputs = weight.Shape[0];
        var y = new DoubleTensor([n, outputs]);
        for (int i = 0; i < n; i++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double sum = bias?.Values[o] ?? 0;
                for (int k = 0; k < inputs; k++)
                {
                    sum += x.Values[(i * inputs) + k] * weight.Values[(o * inputs) + k];
                }

                y.Values[(i * outputs) + o] = sum;
            }
        }

        return y;
    }

    /// <summary>x is [N, H, W, C], weight is [KH, KW, C, O], bias is [O].</summary>
    public static DoubleTensor Conv2d(DoubleTensor x, DoubleTensor weight, DoubleTensor? bias, int stride, int padding)
    {
        Shape xs = x.Shape, ws = weight.Shape;
        var y = new DoubleTensor(
            [xs[0], ((xs[1] + (2 * padding) - ws[0]) / stride) + 1, ((xs[2] + (2 * padding) - ws[1]) / stride) + 1, ws[3]]);
        AddBias(y, bias);
        Taps(y.Shape, ws, (n, oy, ox, ky, kx) =>
        {
            int iy = (oy * stride) - padding + ky, ix = (ox * stride) - padding + kx;
            if (iy >= 0 && iy < xs[1] && ix >= 0 && ix < xs[2])
            {
                int from = x.IndexOf(n, iy, ix, 0), to = y.IndexOf(n, oy, ox, 0), w = weight.IndexOf(ky, kx, 0, 0);
                for (int c = 0; c < ws[2]; c++)
                {
                    AddProduct(x.Values[from + c], weight.Values.AsSpan(w + (c * ws[3]), ws[3]), y.Values.AsSpan(to, ws[3]));
                }
            }
        });
        return y;
    }

    /// <summary>
    /// x is [N, H, W, I], weight is [KH, KW, O, I], bias is [O]: every input is spread over a kernel-sized piece of the output.
    /// </summary>
    public static DoubleTensor ConvTranspose2d(DoubleTensor x, DoubleTensor weight, DoubleTensor? bias, int stride, int padding)
    {
        Shape xs = x.Shape, ws = weight.Shape;
        var y = new DoubleTensor(
            [xs[0], ((xs[1] - 1) * stride) - (2 * padding) + ws[0], ((xs[2] - 1) * stride) - (2 * padding) + ws[1], ws[2]]);
        AddBias(y, bias);
        Taps(xs, ws, (n, iy, ix, ky, kx) =>
        {
            int oy = (iy * stride) - padding + ky, ox = (ix * stride) - padding + kx;
            if (oy >= 0 && oy < y.Shape[1] && ox >= 0 && ox < y.Shape[2])
            {
                int from = x.IndexOf(n, iy, ix, 0), to = y.IndexOf(n, oy, ox, 0), w = weight.IndexOf(ky, kx, 0, 0);
                var values = x.Values.AsSpan(from, ws[3]);
                for (int o = 0; o < ws[2]; o++)
                {
                    y.Values[to + o] += Dot(values, weight.Values.AsSpan(w + (o * ws[3]), ws[3]));
                }
            }
        });
        return y;
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int i = 0;
        var sums = Vector<double>.Zero;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>y += factor x, each value by itself: the order of a sum's terms is that of the calls.</summary>
    private static void AddProduct(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        int i = 0;
        var factors = new Vector<double>(factor);
        for (; i <= y.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(y[i..]) + (factors * new Vector<double>(x[i..]))).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }

    private static void AddBias(DoubleTensor y, DoubleTensor? bias)
    {
        for (int i = 0; bias is not null && i < y.Values.Length; i++)
        {
            y.Values[i] = bias.Values[i % bias.Values.Length];
        }
    }

    private static void Taps(Shape pictures, Shape weight, Action<int, int, int, int, int> visit)
    {
        for (int n = 0; n < pictures[0]; n++)
        {
            ForEach([pictures[1], pictures[2], weight[0], weight[1]], (y, x, ky, kx) => visit(n, y, x, ky, kx));
        }
    }

    private static void ForEach(Shape four, Action<int, int, int, int> visit)
    {
        for (int i0 = 0; i0 < four[0]; i0++)
        {
            for (int i1 = 0; i1 < four[1]; i1++)
            {
                for (int i2 = 0; i2 < four[2]; i2++)
                {
                    for (int i3 = 0; i3 < four[3]; i3++)
                    {
                        visit(i0, i1, i2, i3);
                    }
                }
            }
        }
    }
}
