using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.References;

/// <summary>Structural similarity as its paper writes it: every window on its own, all 121 weights of it.</summary>
internal static class SsimReference
{
    private const int Side = 11;
    private const double C1 = 0.0001, C2 = 0.0009;

    internal static DoubleTensor Window(DoubleTensor x) => Map(x.Shape, at => Mean(x, at));

    internal static DoubleTensor Index(DoubleTensor x, DoubleTensor y)
    {
        var (xx, yy, xy) = (Reference.Map(x, v => v * v), Reference.Map(y, v => v * v), Reference.Map(x, y, (a, b) => a * b));
        double[] values = Map(x.Shape, at =>
        {
            double mx = Mean(x, at), my = Mean(y, at), vx = Mean(xx, at) - (mx * mx), vy = Mean(yy, at) - (my * my),
            cov = Mean(xy, at) - (mx * my);
            return ((2 * mx * my) + C1) * ((2 * cov) + C2) / (((mx * mx) + (my * my) + C1) * (vx + vy + C2));
        }).Values;
        return new([], [values.Average()]);
    }

    private static DoubleTensor Map(ILGpuAutoencoders.Engine.Shape x, Func<(int N, int H, int W, int C), double> f)
    {
        var y = new DoubleTensor([x[0], x[1] - Side + 1, x[2] - Side + 1, x[3]]);
        for (int i = 0; i < y.Values.Length; i++)
        {
            y.Values[i] = f(
                (i / y.Shape[3] / y.Shape[2] / y.Shape[1], i / y.Shape[3] / y.Shape[2] % y.Shape[1], i / y.Shape[3] % y.Shape[2],
                    i % y.Shape[3]));
        }

        return y;
    }

    private static double Mean(DoubleTensor x, (int N, int H, int W, int C) at)
    {
        double sum = 0, weights = 0;
        for (int k = 0; k < Side; k++)
        {
            for (int l = 0; l < Side; l++)
            {
                double weight = Math.Exp(-(((k - 5) * (k - 5)) + ((l - 5) * (l - 5))) / (2 * 1.5 * 1.5));
                sum += weight * x.Values[x.IndexOf(at.N, at.H + k, at.W + l, at.C)];
                weights += weight;
            }
        }

        return sum / weights;
    }
}
