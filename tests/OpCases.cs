using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Ops.Similarity;
using ILGpuAutoencoders.Tests.References;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests;

/// <summary>
/// THE table: every public operation on tensors with the shapes it is tested at. The questions in tests/engine run over
/// it: Simd against the reference, Simt against Simd, gradients against central differences, PTX, and real devices.
/// Shapes are primes, sizes around the vector width (16, 32) and the tile (8 x 32), non-square, and of size 1.
/// </summary>
public static partial class OpCases
{
    public static IReadOnlyList<OpCase> All { get; } =
    [
        .. Unary("Abs", x => x.Abs(), Math.Abs, kink: 0),
        .. Unary("Affine", x => x.Affine(1.5f, -0.25f), x => (1.5 * x) - 0.25),
        .. Unary("Exp", x => x.Exp(), Math.Exp, low: -4, high: 4),
        .. Unary("LeakyRelu", x => x.LeakyRelu(0.2f), LeakyRelu, kink: 0),
        .. Unary("Log", x => x.Log(), Math.Log, low: 0.1, high: 5),
        .. Unary("Map", x => x.Map<Cube>(), x => x * x * x),
        .. Unary("Relu", x => x.Relu(), Relu, kink: 0),
        .. Unary("Sigmoid", x => x.Sigmoid(), Sigmoid, low: -8, high: 8, leastGradientScale: NearOne),
        .. Unary("Softplus", x => x.Softplus(), x => Math.Log(1 + Math.Exp(x)), low: -8, high: 8),
        .. Unary("Sqrt", x => x.Sqrt(), Math.Sqrt, low: 0.1, high: 9),
        .. Unary("Square", x => x.Square(), x => x * x),
        .. Unary("Tanh", x => x.Tanh(), Math.Tanh, low: -4, high: 4, leastGradientScale: NearOne),

        .. Binary("Add", (a, b) => a.Add(b), (a, b) => a + b),
        .. Binary("Subtract", (a, b) => a.Subtract(b), (a, b) => a - b),
        .. Binary("Multiply", (a, b) => a.Multiply(b), (a, b) => a * b),
        .. Binary("Divide", (a, b) => a.Divide(b), (a, b) => a / b, low: 0.5, high: 2),
        .. Binary("Map", (a, b) => a.Map<SquaredDistance>(b), (a, b) => (a - b) * (a - b)),

        .. Reduction([17], [0]), .. Reduction([7, 33], [0]), .. Reduction([7, 33], [1]), .. Reduction([2, 3, 5, 31], [0, 1, 2]),
        .. Reduction([2, 3, 5, 31], [1, 2]), .. Reduction([2, 3, 5, 31], [0, 3]), .. Reduction([2, 3, 5, 31], [3]), .. Reduction([5, 3, 2, 1], []),
        .. Reduction([2053], []), .. Reduction([1, 1027, 3], [1]), .. Reduction([3, 1, 1], [1]), .. Reduction([1], []),

        Loss("MeanSquaredError", (p, t) => p.MeanSquaredError(t), d => d * d, [7, 13]), Loss("MeanSquaredError", (p, t) => p.MeanSquaredError(t), d => d * d, [1]),
        Large(Loss("MeanSquaredError", (p, t) => p.MeanSquaredError(t), d => d * d, [3, 101, 67, 3])),
        Loss("MeanAbsoluteError", (p, t) => p.MeanAbsoluteError(t), Math.Abs, [2, 3, 5, 7]), Loss("MeanAbsoluteError", (p, t) => p.MeanAbsoluteError(t), Math.Abs, [33, 16]),
        Loss("MeanAbsoluteError", (p, t) => p.MeanAbsoluteError(t), Math.Abs, [2053]), KlDivergence([5, 17]), KlDivergence([1, 1]), KlDivergence([3, 64]), KlDivergence([2, 1031]),

        BatchNorm([7, 3]), BatchNorm([3, 16]), BatchNorm([5, 33]), BatchNorm([2, 3, 5, 7]), BatchNorm([65, 1]), Large(BatchNorm([4, 33, 17, 32])), BatchNorm([2, 3, 2, 7], training: false),
        BatchNorm("fused LeakyRelu", (x, g, b, s) => x.BatchNorm(g, b, s[0], s[1], s[2], 0.1f, 1e-5f, true, new LeakyRelu(0.2f)), LeakyRelu, [3, 4, 2, 17]),

        Dropout([1]), Dropout([35]), Dropout([7, 13]), Dropout([2, 3, 5, 7]), Large(Dropout([40009])),

        Normal([1]), Normal([35]), Normal([3, 64]), Large(Normal([9001])),

        MaxPool([2, 6, 8, 3], 2, 2), MaxPool([1, 7, 9, 7], 3, 2), MaxPool([2, 5, 4, 33], 2, 1), MaxPool([1, 7, 7, 3], 2, 3), MaxPool([1, 3, 4, 1], 1, 1),
        Upsample([2, 3, 4, 5], 2), Upsample([1, 2, 3, 33], 3), Upsample([2, 3, 4, 1], 1), Upsample([1, 1, 1, 16], 5),
        Concat([2, 3, 4, 5], [2, 3, 4, 3]), Concat([7, 1], [7, 33], [7, 16]), Concat([5], [3]), Concat([3, 17]),

        GaussianWindow([1, 11, 11, 1]), GaussianWindow([2, 13, 12, 3]), GaussianWindow([1, 23, 17, 2]), Large(GaussianWindow([3, 32, 48, 5])),
        StructuralSimilarity([1, 11, 13, 1]), StructuralSimilarity([2, 12, 11, 2]),

        new("Reshape [2, 3, 4, 5] to [6, 20]", x => x[0].Reshape([6, 20]), x => new([6, 20], x[0].Values), [2, 3, 4, 5]),
        new("Reshape of a shared operand", x => x[0].Reshape([15]).Multiply(x[0].Sigmoid().Reshape([15])), x => Reference.Map(new([15], x[0].Values), v => v * Sigmoid(v)), [3, 5]),

        MatMul(1, 1, 1), MatMul(7, 13, 5), MatMul(8, 32, 16), MatMul(9, 33, 17), MatMul(1, 64, 31), MatMul(37, 1, 3), MatMul(5, 3, 257), MatMul(17, 67, 64), Large(MatMul(241, 97, 259)),
        Large(MatMul(9, 70, 2309)),

        Linear(1, 1, 1), Linear(3, 17, 33), Linear(8, 64, 32), Linear(7, 31, 5, bias: false), Large(Linear(67, 261, 129)),
        Linear("fused Relu", (x, w, b) => x.Linear<Relu>(w, b), Relu),
        Linear("fused LeakyRelu", (x, w, b) => x.Linear(w, b, new LeakyRelu(0.2f)), LeakyRelu),
        Linear("fused Sigmoid", (x, w, b) => x.Linear<Sigmoid>(w, b), Sigmoid),

        Conv([2, 8, 6, 3], 7, kernel: 4, stride: 2, padding: 1), Conv([1, 16, 16, 3], 32, kernel: 4, stride: 2, padding: 1),
        Conv([2, 8, 8, 32], 33, kernel: 4, stride: 2, padding: 1), Conv([1, 4, 6, 33], 1, kernel: 4, stride: 2, padding: 1, bias: false),
        Conv([3, 6, 10, 1], 16, kernel: 4, stride: 2, padding: 1), Conv([2, 2, 2, 7], 3, kernel: 4, stride: 2, padding: 1),
        Conv([1, 7, 9, 3], 5, kernel: 4, stride: 2, padding: 1), Large(Conv([3, 16, 16, 64], 96, kernel: 4, stride: 2, padding: 1)),
        Large(Conv([2, 4, 6, 130], 140, kernel: 4, stride: 2, padding: 1)), Large(Conv([9, 16, 16, 66], 160, kernel: 4, stride: 2, padding: 1)),
        Conv([2, 9, 9, 33], 17, kernel: 2, stride: 1, padding: 0), Conv([1, 27, 27, 4], 18, kernel: 6, stride: 3, padding: 0, bias: false),
        Conv([2, 5, 4, 3], 4, kernel: 3, stride: 1, padding: 1), Conv([1, 7, 6, 7], 32, kernel: 5, stride: 1, padding: 2, bias: false),
        Conv([2, 5, 3, 7], 33, kernel: 1, stride: 1, padding: 0), Conv([1, 9, 7, 3], 7, kernel: 3, stride: 2, padding: 0),
        Conv([2, 8, 11, 3], 7, kernel: 5, stride: 3, padding: 2), Conv([2, 4, 4, 3], 5, kernel: 4, stride: 1, padding: 0),
        Conv([1, 7, 7, 3], 7, kernel: 3, stride: 3, padding: 1), Conv([2, 5, 7, 3], 7, kernel: 1, stride: 2, padding: 0),
        Conv([1, 7, 8, 1], 3, kernel: 1, stride: 3, padding: 1), Conv([1, 6, 5, 3], 4, kernel: 4, stride: 2, padding: 2),
        Conv([1, 8, 7, 3], 4, kernel: 4, stride: 3, padding: 1), Conv([1, 1, 1, 1], 1, kernel: 1, stride: 1, padding: 0),
        Conv("kernel 3 x 5", (x, w, b) => x.Conv2d(w, b, 2, 1), v => v, kernelWidth: 5),
        Conv("fused Relu", (x, w, b) => x.Conv2d<Relu>(w, b, 2, 1), Relu),
        Conv("fused LeakyRelu", (x, w, b) => x.Conv2d(w, b, 2, 1, new LeakyRelu(0.2f)), LeakyRelu),
        Conv("fused Sigmoid", (x, w, b) => x.Conv2d<Sigmoid>(w, b, 2, 1), Sigmoid),

        ConvTranspose([2, 4, 3, 7], 3, kernel: 4, stride: 2, padding: 1), ConvTranspose([1, 8, 8, 32], 3, kernel: 4, stride: 2, padding: 1),
        ConvTranspose([2, 4, 4, 33], 32, kernel: 4, stride: 2, padding: 1), ConvTranspose([1, 3, 2, 1], 33, kernel: 4, stride: 2, padding: 1, bias: false),
        ConvTranspose([3, 5, 7, 3], 1, kernel: 4, stride: 2, padding: 1), ConvTranspose([2, 1, 1, 7], 3, kernel: 4, stride: 2, padding: 1),
        Large(ConvTranspose([3, 8, 8, 96], 64, kernel: 4, stride: 2, padding: 1)),
        Large(ConvTranspose([2, 3, 2, 300], 224, kernel: 4, stride: 2, padding: 1)),
        ConvTranspose([2, 5, 4, 3], 4, kernel: 3, stride: 1, padding: 1), ConvTranspose([1, 5, 6, 7], 32, kernel: 5, stride: 1, padding: 2, bias: false),
        ConvTranspose([2, 5, 3, 7], 33, kernel: 1, stride: 1, padding: 0), ConvTranspose([1, 4, 3, 3], 7, kernel: 3, stride: 2, padding: 0),
        ConvTranspose([2, 3, 4, 3], 7, kernel: 5, stride: 3, padding: 2), ConvTranspose([2, 1, 1, 3], 5, kernel: 4, stride: 1, padding: 0),
        ConvTranspose([1, 3, 3, 3], 7, kernel: 3, stride: 3, padding: 1), ConvTranspose([2, 3, 4, 3], 7, kernel: 1, stride: 2, padding: 0),
        ConvTranspose([1, 3, 4, 1], 3, kernel: 1, stride: 3, padding: 1), ConvTranspose([1, 3, 3, 3], 4, kernel: 4, stride: 2, padding: 2),
        ConvTranspose([1, 4, 3, 3], 4, kernel: 4, stride: 3, padding: 1), ConvTranspose([1, 1, 1, 1], 1, kernel: 1, stride: 1, padding: 0),
        ConvTranspose("kernel 3 x 5", (x, w, b) => x.ConvTranspose2d(w, b, 2, 1), v => v, kernelWidth: 5),
        ConvTranspose("fused Relu", (x, w, b) => x.ConvTranspose2d<Relu>(w, b, 2, 1), Relu),
        ConvTranspose("fused LeakyRelu", (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, new LeakyRelu(0.2f)), LeakyRelu),
        ConvTranspose("fused Sigmoid", (x, w, b) => x.ConvTranspose2d<Sigmoid>(w, b, 2, 1), Sigmoid),
    ];

    /// <summary>Derivatives y (1 - y) and 1 - y² where y is near 1: its rounding is all there is of the small difference.</summary>
    private const double NearOne = 0.05;

    /// <summary>The mean of similarities of pictures that have nothing in common: they are of both signs, each of about this size.</summary>
    private const double MeanOfBothSigns = 0.01;

    /// <summary>A gradient that is the sum over broadcast axes: its terms may cancel.</summary>
    private const double SumOfBothSigns = 0.05;

    public static TheoryData<string> Names => [.. All.Select(row => row.Name)];

    public static TheoryData<string> SimulatedNames => [.. All.Where(row => row.OnSimulator).Select(row => row.Name)];

    public static OpCase Get(string name) => All.Single(row => row.Name == name);

    private static double Relu(double x) => Math.Max(x, 0);

    private static double LeakyRelu(double x) => x > 0 ? x : 0.2f * x;

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static OpCase Large(OpCase row) => row with { OnSimulator = false };

    private static IEnumerable<OpCase> Unary(string op, Func<Tensor, Tensor> run, Func<double, double> f, double low = -2, double high = 2, double? kink = null, double leastGradientScale = 0)
    {
        foreach (Shape shape in new Shape[] { [1], [17], [3, 5, 7], [33, 16], [2, 3, 4, 11] })
        {
            yield return new($"{op} {shape}", x => run(x[0]), x => Reference.Map(x[0], f), shape) { Low = low, High = high, Kinks = kink is { } k ? [k] : [], LeastGradientScale = leastGradientScale };
        }

        // More than one piece of work a thread.
        yield return new($"{op} [40009]", x => run(x[0]), x => Reference.Map(x[0], f), [40009]) { Low = low, High = high, Kinks = kink is { } at ? [at] : [], LeastGradientScale = leastGradientScale, OnSimulator = false };
    }

    private static IEnumerable<OpCase> Binary(string op, Func<Tensor, Tensor, Tensor> run, Func<double, double, double> f, double low = -2, double high = 2)
    {
        foreach (var (a, b) in new (Shape, Shape)[]
        {
            ([1], [1]), ([37], [37]), ([3, 17], [17]), ([17], [3, 17]), ([5, 33], [5, 1]), ([5, 1], [1, 33]), ([2, 3, 5, 7], [1, 3, 1, 7]),
            ([2, 1, 5, 1], [1, 3, 5, 7]), ([2, 3, 5, 7], [7]), ([2, 3, 5, 7], [2, 1, 1, 1]), ([4, 4], []), ([3, 5, 7], [3, 5, 7]),
        })
        {
            yield return new($"{op} {a} and {b}", x => run(x[0], x[1]), x => Reference.Map(x[0], x[1], f), a, b) { Low = low, High = high };
        }

        yield return new($"{op} [3, 20011] and [20011]", x => run(x[0], x[1]), x => Reference.Map(x[0], x[1], f), [3, 20011], [20011]) { Low = low, High = high, OnSimulator = false };
    }

    private static IEnumerable<OpCase> Reduction(Shape shape, int[] axes)
    {
        var result = Enumerable.Range(0, shape.Rank).Where(a => axes.Length == 0 || axes.Contains(a)).Aggregate(shape, (s, a) => s.With(a, 1));
        string what = $"{shape} over {(axes.Length == 0 ? "all" : string.Join(", ", axes))}";
        yield return new($"Sum {what}", x => x[0].Sum(axes), x => Reference.Sum(x[0], result), shape);
        yield return new($"Mean {what}", x => x[0].Mean(axes), x => Reference.Sum(x[0], result, result.Count / (double)shape.Count), shape);
    }

    private static OpCase Loss(string op, Func<Tensor, Tensor, Tensor> run, Func<double, double> ofDifference, Shape shape) => new(
        $"{op} {shape}", x => run(x[0], x[1]), x => Reference.Sum(Reference.Map(x[0], x[1], (p, t) => ofDifference(p - t) / shape.Count), Shape.Create([.. Enumerable.Repeat(1, shape.Rank)])).As([]), shape, shape)
    { HasKinkAtEquality = op == "MeanAbsoluteError" };

    private static OpCase KlDivergence(Shape shape) => new(
        $"KlDivergence {shape}", x => x[0].KlDivergence(x[1]), x => new([], [LossReference.KlDivergence(x[0].Values, x[1].Values, shape[0])]), shape, shape);

    private static OpCase BatchNorm(Shape shape, bool training = true) => BatchNorm(training ? "training" : "evaluation", (x, gamma, beta, state) =>
        x.BatchNorm(gamma, beta, state[0], state[1], state[2], 0.1f, 1e-5f, training), v => v, shape, training);

    private static OpCase BatchNorm(string what, Func<Tensor, Tensor, Tensor, Tensor[], Tensor> run, Func<double, double> f, Shape shape, bool training = true)
    {
        int channels = shape[^1];
        float[] mean = [.. Enumerable.Range(0, channels).Select(c => (c % 5 * 0.25f) - 0.5f)], variance = [.. Enumerable.Range(0, channels).Select(c => 0.5f + (c % 3))];
        return new(
            $"BatchNorm {what} {shape}",
            x => run(x[0], x[1], x[2], [Tensor.FromArray(x[0].Device, [channels], mean), Tensor.FromArray(x[0].Device, [channels], variance), Tensor.FromArray(x[0].Device, [1], [0])]),
            x => new(shape, training
                ? BatchNormReference.Training(x[0].Values, x[1].Values, x[2].Values, shape.Count / channels, channels, 1e-5f, f)
                : BatchNormReference.Inference(x[0].Values, x[1].Values, x[2].Values, Array.ConvertAll(mean, v => (double)v), Array.ConvertAll(variance, v => (double)v), channels, 1e-5f, f)),
            shape, [channels], [channels])
        { GradientTolerance = 1e-4 };
    }

    private static OpCase Dropout(Shape shape, int layer = 2) => new(
        $"Dropout {shape}", x => x[0].Dropout(0.3f, new RandomState(x[0].Device, 0x1234_5678_9ABC), layer), x => new(shape, DropoutReference.Forward(x[0].Values, 0.3f, 0x1234_5678_9ABC, 0, layer)), shape);

    // A random tensor has no operands of its own; the product gives it one that is differentiated.
    private static OpCase Normal(Shape shape) => new(
        $"Normal {shape}", x => x[0].Multiply(Tensor.Normal(shape, new RandomState(x[0].Device, 0x1234_5678_9ABC), RandomPurpose.Latent)),
        x => Reference.Map(x[0], new(shape, NormalReference.Draw(shape.Count, 0x1234_5678_9ABC, 0, RandomPurpose.Latent)), (a, b) => a * b), shape);

    private static OpCase MaxPool(Shape shape, int kernel, int stride) => new(
        $"MaxPool2d {shape}, kernel {kernel}, stride {stride}", x => x[0].MaxPool2d(kernel, stride),
        x => new([shape[0], ((shape[1] - kernel) / stride) + 1, ((shape[2] - kernel) / stride) + 1, shape[3]], PictureReference.MaxPool2d(x[0].Values, shape[0], shape[1], shape[2], shape[3], kernel, stride)), shape);

    private static OpCase Upsample(Shape shape, int factor) => new(
        $"UpsampleNearest {shape} by {factor}", x => x[0].UpsampleNearest(factor),
        x => new([shape[0], shape[1] * factor, shape[2] * factor, shape[3]], PictureReference.UpsampleNearest(x[0].Values, shape[0], shape[1], shape[2], shape[3], factor)), shape);

    private static OpCase Concat(params Shape[] shapes)
    {
        int[] widths = [.. shapes.Select(s => s[^1])];
        int rows = shapes[0].Count / widths[0];
        return new(
            $"Concat {string.Join(" ", shapes)}", x => x[0].Concat(x.AsSpan(1)),
            x => new(shapes[0].With(shapes[0].Rank - 1, widths.Sum()), PictureReference.Concat([.. x.Select(part => part.Values)], rows, widths)), shapes);
    }

    private static OpCase GaussianWindow(Shape shape) => new(
        $"GaussianWindow {shape}", x => x[0].GaussianWindow(), x => SsimReference.Window(x[0]), shape);

    private static OpCase StructuralSimilarity(Shape shape) => new(
        $"StructuralSimilarity {shape}", x => x[0].StructuralSimilarity(x[1]), x => SsimReference.Index(x[0], x[1]), shape, shape)
    { Low = 0, High = 1, LeastScale = MeanOfBothSigns };

    private static OpCase MatMul(int m, int n, int k) =>
        new($"MatMul [{m}, {k}] x [{k}, {n}]", x => x[0].MatMul(x[1]), x => Reference.MatMul(x[0], x[1]), [m, k], [k, n]);

    private static OpCase Linear(int batch, int inputs, int outputs, bool bias = true) => new(
        $"Linear {batch} x {inputs} to {outputs}{(bias ? "" : " without bias")}",
        x => x[0].Linear(x[1], bias ? x[2] : null), x => Reference.Linear(x[0], x[1], bias ? x[2] : null), Weighted([batch, inputs], [outputs, inputs], outputs, bias));

    private static OpCase Linear(string what, Func<Tensor, Tensor, Tensor, Tensor> run, Func<double, double> f) =>
        new($"Linear {what}", x => run(x[0], x[1], x[2]), x => Reference.Map(Reference.Linear(x[0], x[1], x[2]), f), [5, 7], [17, 7], [17]) { Low = -1, High = 1 };

    private static OpCase Conv(Shape x, int channels, int kernel, int stride, int padding, bool bias = true) => new(
        $"Conv2d {x} to {channels}, kernel {kernel}, stride {stride}, padding {padding}{(bias ? "" : ", no bias")}",
        t => t[0].Conv2d(t[1], bias ? t[2] : null, stride, padding), t => Reference.Conv2d(t[0], t[1], bias ? t[2] : null, stride, padding),
        Weighted(x, [kernel, kernel, x[3], channels], channels, bias));

    private static OpCase Conv(string what, Func<Tensor, Tensor, Tensor, Tensor> run, Func<double, double> f, int kernelWidth = 4) => new(
        $"Conv2d {what}", x => run(x[0], x[1], x[2]), x => Reference.Map(Reference.Conv2d(x[0], x[1], x[2], 2, 1), f),
        [2, 6, 8, 3], [kernelWidth == 4 ? 4 : 3, kernelWidth, 3, 7], [7])
    { Low = -0.6, High = 0.6 };

    private static OpCase ConvTranspose(Shape x, int channels, int kernel, int stride, int padding, bool bias = true) => new(
        $"ConvTranspose2d {x} to {channels}, kernel {kernel}, stride {stride}, padding {padding}{(bias ? "" : ", no bias")}",
        t => t[0].ConvTranspose2d(t[1], bias ? t[2] : null, stride, padding), t => Reference.ConvTranspose2d(t[0], t[1], bias ? t[2] : null, stride, padding),
        Weighted(x, [kernel, kernel, channels, x[3]], channels, bias));

    private static OpCase ConvTranspose(string what, Func<Tensor, Tensor, Tensor, Tensor> run, Func<double, double> f, int kernelWidth = 4) => new(
        $"ConvTranspose2d {what}", x => run(x[0], x[1], x[2]), x => Reference.Map(Reference.ConvTranspose2d(x[0], x[1], x[2], 2, 1), f),
        [2, 3, 4, 5], [kernelWidth == 4 ? 4 : 3, kernelWidth, 3, 5], [3])
    { Low = -0.8, High = 0.8 };

    private static Shape[] Weighted(Shape x, Shape weight, int outputs, bool bias) => bias ? [x, weight, [outputs]] : [x, weight];

    /// <summary>An operation that the engine does not have: y = x³.</summary>
    public readonly struct Cube : IUnaryOp
    {
        public bool DerivativeFromOutput => false;

        public T Forward<T>(T x)
            where T : struct, ILane<T> => x * x * x;

        public T Derivative<T>(T x)
            where T : struct, ILane<T> => T.Constant(3) * x * x;
    }

    /// <summary>Another: z = (a - b)².</summary>
    public readonly struct SquaredDistance : IBinaryOp
    {
        public T Forward<T>(T a, T b)
            where T : struct, ILane<T> => (a - b) * (a - b);

        public T DerivativeA<T>(T a, T b)
            where T : struct, ILane<T> => T.Constant(2) * (a - b);

        public T DerivativeB<T>(T a, T b)
            where T : struct, ILane<T> => T.Constant(2) * (b - a);
    }
}
