using ILGpuAutoencoders.Benchmarks.Ops;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Ops.Similarity;
using ILGpuAutoencoders.Tests.References;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests;

/// <summary>How the cases of structured operations are made.</summary>
public static partial class OpCases
{
    private const ulong Seed = 0x1234_5678_9ABC;

    private static OpCase KlDivergence(Shape shape) => new(
        $"KlDivergence {shape}",
        x => x[0].KlDivergence(x[1]),
        x => new([], [LossReference.KlDivergence(x[0].Values, x[1].Values, shape[0])]),
        shape,
        shape);

    private static OpCase BatchNorm(Shape shape, bool training = true) => BatchNorm(
        training ? "training" : "evaluation",
        (x, gamma, beta, state) => x.BatchNorm(gamma, beta, state[0], state[1], state[2], 0.1f, 1e-5f, training),
        v => v,
        shape,
        training);

    private static OpCase BatchNorm(
        string what, Func<Tensor, Tensor, Tensor, Tensor[], Tensor> run, Func<double, double> f, Shape shape, bool training = true)
    {
        int channels = shape[^1], rows = shape.Count / channels;
        float[] mean = [.. Enumerable.Range(0, channels).Select(c => (c % 5 * 0.25f) - 0.5f)];
        float[] variance = [.. Enumerable.Range(0, channels).Select(c => 0.5f + (c % 3))];
        return new(
            $"BatchNorm {what} {shape}", x => run(x[0], x[1], x[2], State(x[0].Device)), Expected, shape, [channels], [channels])
        { GradientTolerance = 1e-4 };

        Tensor[] State(ComputeDevice device) =>
        [
            Tensor.FromArray(device, [channels], mean), Tensor.FromArray(device, [channels], variance),
            Tensor.FromArray(device, [1], [0]),
        ];

        DoubleTensor Expected(DoubleTensor[] x)
        {
            double[] values = x[0].Values, gamma = x[1].Values, beta = x[2].Values;
            double[] means = Array.ConvertAll(mean, v => (double)v), variances = Array.ConvertAll(variance, v => (double)v);
            return new(shape, training
                ? BatchNormReference.Training(values, gamma, beta, rows, channels, 1e-5f, f)
                : BatchNormReference.Inference(values, gamma, beta, means, variances, channels, 1e-5f, f));
        }
    }

    private static OpWork BatchNormWork(bool training)
    {
        return OpWork.Bytes(
            training ? "training" : "inference",
            Prepare,
            [OpWork.Pictures, [OpWork.Channels], [OpWork.Channels]],
            training ? 3 : 2,
            training ? 7 : 5);

        Func<Tensor[], Tensor> Prepare(ComputeDevice device)
        {
            float[] zeros = new float[OpWork.Channels], ones = [.. Enumerable.Repeat(1f, OpWork.Channels)];
            Tensor mean = Tensor.FromArray(device, [zeros.Length], zeros), variance = Tensor.FromArray(device, [ones.Length], ones);
            var tracked = Tensor.FromArray(device, [1], [0f]);
            return t => t[0].BatchNorm(t[1], t[2], mean, variance, tracked, momentum: 0.1f, epsilon: 1e-5f, training);
        }
    }

    private static OpCase Dropout(Shape shape, int layer = 2) => new(
        $"Dropout {shape}",
        x => x[0].Dropout(0.3f, new RandomState(x[0].Device, Seed), layer),
        x => new(shape, DropoutReference.Forward(x[0].Values, 0.3f, Seed, 0, layer)),
        shape);

    // A random tensor has no operands of its own; the product gives it one that is differentiated.
    private static OpCase Normal(Shape shape) => new(
        $"Normal {shape}",
        x => TimesNormal(x[0], new RandomState(x[0].Device, Seed)),
        x => Reference.Map(x[0], new(shape, NormalReference.Draw(shape.Count, Seed, 0, RandomPurpose.Latent)), (a, b) => a * b),
        shape);

    private static Tensor TimesNormal(Tensor x, RandomState random) =>
        x.Multiply(Tensor.Normal(x.Shape, random, RandomPurpose.Latent));

    private static Func<ComputeDevice, Func<Tensor[], Tensor>> WithRandom(Func<Tensor, RandomState, Tensor> run) => device =>
    {
        var random = new RandomState(device, seed: 1);
        return t => run(t[0], random);
    };

    private static OpCase MaxPool(Shape shape, int kernel, int stride)
    {
        Shape result = [shape[0], ((shape[1] - kernel) / stride) + 1, ((shape[2] - kernel) / stride) + 1, shape[3]];
        return new(
            $"MaxPool2d {shape}, kernel {kernel}, stride {stride}",
            x => x[0].MaxPool2d(kernel, stride),
            x => new(result, PictureReference.MaxPool2d(x[0].Values, shape[0], shape[1], shape[2], shape[3], kernel, stride)),
            shape);
    }

    private static OpCase DrawMaxPool(Dice d)
    {
        int kernel = d.Small();
        return MaxPool([d.Small(), kernel + d.Small(), kernel + d.Small(), d.Size()], kernel, d.Small());
    }

    private static OpCase Upsample(Shape shape, int factor)
    {
        Shape result = [shape[0], shape[1] * factor, shape[2] * factor, shape[3]];
        return new(
            $"UpsampleNearest {shape} by {factor}",
            x => x[0].UpsampleNearest(factor),
            x => new(result, PictureReference.UpsampleNearest(x[0].Values, shape[0], shape[1], shape[2], shape[3], factor)),
            shape);
    }

    private static OpCase Crop(Shape shape, int top, int left, int height, int width) => new(
        $"Crop {shape} to {height} x {width} from ({top}, {left})",
        x => x[0].Crop(top, left, height, width),
        x => new(
            [shape[0], height, width, shape[3]],
            PictureReference.Crop(x[0].Values, shape[0], shape[1], shape[2], shape[3], top, left, height, width)),
        shape);

    private static OpCase DrawCrop(Dice d) =>
        Crop([d.Small(), d.Small(), d.Small(), d.Size()], d.Small() - 3, d.Small() - 3, d.Small(), d.Small());

    private static OpCase Concat(params Shape[] shapes)
    {
        int[] widths = [.. shapes.Select(s => s[^1])];
        int rows = shapes[0].Count / widths[0];
        var result = shapes[0].With(shapes[0].Rank - 1, widths.Sum());
        return new(
            $"Concat {string.Join(" ", shapes)}",
            x => x[0].Concat(x.AsSpan(1)),
            x => new(result, PictureReference.Concat([.. x.Select(part => part.Values)], rows, widths)),
            shapes);
    }

    private static OpCase DrawConcat(Dice d)
    {
        int rows = d.Size();
        return Concat([.. Enumerable.Range(0, 1 + d.Small()).Select(_ => Shape.Create([rows, d.Size()]))]);
    }

    private static OpCase Slice(Shape shape, int axis, int start, int count) => new(
        $"Slice {shape} to {start}..{start + count} of axis {axis}",
        x => x[0].Slice(axis, start..(start + count)),
        x =>
        {
            int inner = Enumerable.Range(axis + 1, shape.Rank - axis - 1).Aggregate(1, (product, i) => product * shape[i]);
            return new(
                shape.With(axis, count),
                [.. x[0].Values.Where((_, i) => i / inner % shape[axis] is var at && at >= start && at < start + count)]);
        },
        shape);

    private static OpCase DrawSlice(Dice d)
    {
        var shape = d.DrawShape(1, 4);
        int axis = d.Small() % shape.Rank, start = d.Small() % shape[axis];
        return Slice(shape, axis, start, 1 + (d.Small() % (shape[axis] - start)));
    }

    private static OpCase DrawReshape(Dice d)
    {
        var shape = d.DrawShape(1, 4);
        return new($"Reshape {shape} to a line", x => x[0].Reshape([shape.Count]), x => new([shape.Count], x[0].Values), shape);
    }

    private static OpCase GaussianWindow(Shape shape) =>
        new($"GaussianWindow {shape}", x => x[0].GaussianWindow(), x => SsimReference.Window(x[0]), shape);

    private static OpCase StructuralSimilarity(Shape shape) => new(
        $"StructuralSimilarity {shape}",
        x => x[0].StructuralSimilarity(x[1]),
        x => SsimReference.Index(x[0], x[1]),
        shape,
        shape)
    { Low = 0, High = 1, LeastScale = MeanOfBothSigns };

    private static OpCase MatMul(int m, int n, int k) =>
        new($"MatMul [{m}, {k}] x [{k}, {n}]", x => x[0].MatMul(x[1]), x => Reference.MatMul(x[0], x[1]), [m, k], [k, n]);

    private static OpCase Linear(int batch, int inputs, int outputs, bool bias = true) => new(
        $"Linear {batch} x {inputs} to {outputs}{(bias ? "" : " without bias")}",
        x => x[0].Linear(x[1], bias ? x[2] : null),
        x => Reference.Linear(x[0], x[1], bias ? x[2] : null),
        Weighted([batch, inputs], [outputs, inputs], outputs, bias));

    private static OpCase Linear(string what, Func<Tensor, Tensor, Tensor, Tensor> run, Func<double, double> f) => new(
        $"Linear {what}",
        x => run(x[0], x[1], x[2]),
        x => Reference.Map(Reference.Linear(x[0], x[1], x[2]), f),
        [5, 7],
        [17, 7],
        [17])
    { Low = -1, High = 1 };

    private static OpCase Conv(Shape x, int channels, int kernel, int stride, int padding, bool bias = true) => new(
        $"Conv2d {x} to {channels}, kernel {kernel}, stride {stride}, padding {padding}{(bias ? "" : ", no bias")}",
        t => t[0].Conv2d(t[1], bias ? t[2] : null, stride, padding),
        t => Reference.Conv2d(t[0], t[1], bias ? t[2] : null, stride, padding),
        Weighted(x, [kernel, kernel, x[3], channels], channels, bias));

    private static OpCase Conv(
        string what, Func<Tensor, Tensor, Tensor, Tensor> run, Func<double, double> f, int kernelWidth = 4) => new(
        $"Conv2d {what}",
        x => run(x[0], x[1], x[2]),
        x => Reference.Map(Reference.Conv2d(x[0], x[1], x[2], 2, 1), f),
        [2, 6, 8, 3],
        [kernelWidth == 4 ? 4 : 3, kernelWidth, 3, 7],
        [7])
        { Low = -0.6, High = 0.6 };

    private static OpCase DrawConv(Dice d)
    {
        var (kernel, stride, padding) = d.Window();
        return Conv([d.Small(), kernel + d.Small(), kernel + d.Small(), d.Size()], d.Size(), kernel, stride, padding, bias: d.Coin());
    }

    private static OpCase ConvTranspose(Shape x, int channels, int kernel, int stride, int padding, bool bias = true) => new(
        $"ConvTranspose2d {x} to {channels}, kernel {kernel}, stride {stride}, padding {padding}{(bias ? "" : ", no bias")}",
        t => t[0].ConvTranspose2d(t[1], bias ? t[2] : null, stride, padding),
        t => Reference.ConvTranspose2d(t[0], t[1], bias ? t[2] : null, stride, padding),
        Weighted(x, [kernel, kernel, channels, x[3]], channels, bias));

    private static OpCase ConvTranspose(
        string what, Func<Tensor, Tensor, Tensor, Tensor> run, Func<double, double> f, int kernelWidth = 4) => new(
        $"ConvTranspose2d {what}",
        x => run(x[0], x[1], x[2]),
        x => Reference.Map(Reference.ConvTranspose2d(x[0], x[1], x[2], 2, 1), f),
        [2, 3, 4, 5],
        [kernelWidth == 4 ? 4 : 3, kernelWidth, 3, 5],
        [3])
        { Low = -0.8, High = 0.8 };

    private static OpCase DrawConvTranspose(Dice d)
    {
        var (kernel, stride, padding) = d.Window();
        return ConvTranspose([d.Small(), 1 + d.Small(), 1 + d.Small(), d.Size()], d.Size(), kernel, stride, padding, bias: d.Coin());
    }

    private static Shape[] Weighted(Shape x, Shape weight, int outputs, bool bias) => bias ? [x, weight, [outputs]] : [x, weight];
}
