namespace ILGpuAutoencoders.Tests.References;

/// <summary>Pooling, enlarging, cropping and joining of [N, H, W, C] in double precision.</summary>
internal static class PictureReference
{
    internal static double[] MaxPool2d(double[] x, int n, int h, int w, int c, int kernel, int stride)
    {
        int outH = ((h - kernel) / stride) + 1, outW = ((w - kernel) / stride) + 1;
        double[] y = new double[n * outH * outW * c];
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i % c, ox = i / c % outW, oy = i / c / outW % outH, picture = i / c / outW / outH;
            y[i] = double.NegativeInfinity;
            for (int k = 0; k < kernel * kernel; k++)
            {
                y[i] = Math.Max(
                    y[i], x[((((((picture * h) + (oy * stride) + (k / kernel)) * w) + (ox * stride) + (k % kernel)) * c) + channel)]);
            }
        }

        return y;
    }

    /// <summary>The gradient, scattered: the first largest of each window gets it.</summary>
    internal static double[] MaxPool2dGradient(double[] x, double[] dy, int n, int h, int w, int c, int kernel, int stride)
    {
        int outH = ((h - kernel) / stride) + 1, outW = ((w - kernel) / stride) + 1;
        double[] dx = new double[n * h * w * c];
        for (int i = 0; i < dy.Length; i++)
        {
            int channel = i % c, ox = i / c % outW, oy = i / c / outW % outH, picture = i / c / outW / outH, best = -1;
            for (int k = 0; k < kernel * kernel; k++)
            {
                int at = (((((picture * h) + (oy * stride) + (k / kernel)) * w) + (ox * stride) + (k % kernel)) * c) + channel;
                best = best < 0 || x[at] > x[best] ? at : best;
            }

            dx[best] += dy[i];
        }

        return dx;
    }

    internal static double[] UpsampleNearest(double[] x, int n, int h, int w, int c, int factor)
    {
        double[] y = new double[n * h * factor * w * factor * c];
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i % c, ox = i / c % (w * factor), oy = i / c / (w * factor) % (h * factor),
            picture = i / c / (w * factor) / (h * factor);
            y[i] = x[((((((picture * h) + (oy / factor)) * w) + (ox / factor)) * c) + channel)];
        }

        return y;
    }

    internal static double[] Crop(double[] x, int n, int h, int w, int c, int top, int left, int height, int width)
    {
        double[] y = new double[n * height * width * c];
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i % c, column = (i / c % width) + left, row = (i / c / width % height) + top, picture = i / c / width / height;
            y[i] = row >= 0 && row < h && column >= 0 && column < w ? x[((((picture * h) + row) * w) + column) * c + channel] : 0;
        }

        return y;
    }

    /// <summary>Parts of [rows, widths[i]] beside each other.</summary>
    internal static double[] Concat(double[][] parts, int rows, int[] widths) =>
        [.. Enumerable.Range(0, rows).SelectMany(r => parts.SelectMany((p, i) => p.Skip(r * widths[i]).Take(widths[i])))];
}
