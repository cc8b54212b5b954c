using ILGpuAutoencoders.Benchmarks.Ops;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Ops.Similarity;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests;

/// <summary>
/// THE table: every public operation on tensors with the shapes that it is tested at, the dice that draw others, and what the benchmarks
/// time. The questions in tests/engine run over it: Simd against the reference, Simt against Simd, gradients against central differences,
/// PTX, and real devices. Shapes are primes, sizes around the vector width (16, 32) and the tile (8 x 32), non-square, and of size 1.
/// </summary>
public static partial class OpCases
{
    internal static IReadOnlyList<OpRow> Rows { get; } =
    [
        Unary("Abs", x => x.Abs(), Math.Abs, kink: 0),
        Unary("Affine", x => x.Affine(1.5f, -0.25f), x => (1.5 * x) - 0.25),
        Unary("Exp", x => x.Exp(), Math.Exp, low: -4, high: 4),
        Unary("LeakyRelu", x => x.LeakyRelu(0.2f), LeakyRelu, kink: 0),
        Unary("Log", x => x.Log(), Math.Log, low: 0.1, high: 5),
        Unary("Map", x => x.Map<Cube>(), x => x * x * x, what: "of one operand"),
        Unary("Relu", x => x.Relu(), Relu, kink: 0),
        Unary("Sigmoid", x => x.Sigmoid(), Sigmoid, low: -8, high: 8, leastGradientScale: NearOne),
        Unary("Softplus", x => x.Softplus(), x => Math.Log(1 + Math.Exp(x)), low: -8, high: 8),
        Unary("Sqrt", x => x.Sqrt(), Math.Sqrt, low: 0.1, high: 9),
        Unary("Square", x => x.Square(), x => x * x),
        Unary("Tanh", x => x.Tanh(), Math.Tanh, low: -4, high: 4, leastGradientScale: NearOne),

        Binary("Add", (a, b) => a.Add(b), (a, b) => a + b, backward: 2)
            .And(OpWork.Bytes("a bias", _ => t => t[0].Add(t[1]), [OpWork.Pictures, [OpWork.Channels]], 2, 3)),
        Binary("Subtract", (a, b) => a.Subtract(b), (a, b) => a - b, backward: 4),
        Binary("Multiply", (a, b) => a.Multiply(b), (a, b) => a * b),
        Binary("Divide", (a, b) => a.Divide(b), (a, b) => a / b, low: 0.5, high: 2),
        Binary("Map", (a, b) => a.Map<SquaredDistance>(b), (a, b) => (a - b) * (a - b), what: "of two operands"),

        Reduction("Sum", (x, axes) => x.Sum(axes), isMean: false, OpWork.Single("a channel", x => x.Sum(0, 1, 2), 1, 1)),
        Reduction("Mean", (x, axes) => x.Mean(axes), isMean: true, OpWork.Single("of everything", x => x.Mean(), 1, 1)),

        Loss("MeanSquaredError", (p, t) => p.MeanSquaredError(t), d => d * d, [[7, 13], [1]], largeShape: [3, 101, 67, 3]),
        Loss("MeanAbsoluteError", (p, t) => p.MeanAbsoluteError(t), Math.Abs, [[2, 3, 5, 7], [33, 16], [2053]], hasKink: true),
        new(
            "KlDivergence",
            [KlDivergence([5, 17]), KlDivergence([1, 1]), KlDivergence([3, 64]), KlDivergence([2, 1031])],
            d => KlDivergence([d.Size(), d.Size()]),
            OpWork.Pair("", (mean, logVariance) => mean.KlDivergence(logVariance), [1 << 14, 256], 2, 4)),

        new(
            "BatchNorm",
            [
                BatchNorm([7, 3]), BatchNorm([3, 16]), BatchNorm([5, 33]), BatchNorm([2, 3, 5, 7]), BatchNorm([65, 1]),
                Large(BatchNorm([4, 33, 17, 32])), BatchNorm([2, 3, 2, 7], training: false),
                BatchNorm(
                    "fused LeakyRelu",
                    (x, g, b, s) => x.BatchNorm(g, b, s[0], s[1], s[2], 0.1f, 1e-5f, true, new LeakyRelu(0.2f)),
                    LeakyRelu,
                    [3, 4, 2, 17]),
            ],
            d => BatchNorm([d.Size() + 1, d.Small(), d.Small(), d.Size()], training: d.Coin()),
            BatchNormWork(training: true), BatchNormWork(training: false)),

        new(
            "Dropout",
            [Dropout([1]), Dropout([35]), Dropout([7, 13]), Dropout([2, 3, 5, 7]), Large(Dropout([40009]))],
            d => Dropout(d.DrawShape(1, 4)),
            OpWork.Bytes("", WithRandom((x, random) => x.Dropout(0.1f, random, layer: 0)), [OpWork.Pictures], 2, 4)),
        new(
            "Normal",
            [Normal([1]), Normal([35]), Normal([3, 64]), Large(Normal([9001]))],
            d => Normal(d.DrawShape(1, 2)),
            OpWork.Bytes("times a tensor", WithRandom(TimesNormal), [OpWork.Pictures], 4, 5)),

        new(
            "MaxPool2d",
            [
                MaxPool([2, 6, 8, 3], 2, 2), MaxPool([1, 7, 9, 7], 3, 2), MaxPool([2, 5, 4, 33], 2, 1), MaxPool([1, 7, 7, 3], 2, 3),
                MaxPool([1, 3, 4, 1], 1, 1),
            ],
            DrawMaxPool,
            OpWork.Single("", x => x.MaxPool2d(2, 2), 1.25, 2.75)),
        new(
            "UpsampleNearest",
            [Upsample([2, 3, 4, 5], 2), Upsample([1, 2, 3, 33], 3), Upsample([2, 3, 4, 1], 1), Upsample([1, 1, 1, 16], 5)],
            d => Upsample([d.Small(), d.Small(), d.Small(), d.Size()], d.Small()),
            OpWork.Single("", x => x.UpsampleNearest(2), 5, 13)),
        new(
            "Crop",
            [
                Crop([2, 3, 4, 5], 1, 1, 2, 2), Crop([2, 3, 4, 3], -1, -2, 6, 9), Crop([1, 5, 2, 4], 2, -1, 2, 4),
                Crop([2, 3, 3, 1], -5, 1, 4, 1), Crop([1, 2, 3, 16], -1, -1, 4, 5),
            ],
            DrawCrop,
            OpWork.Single("", x => x.Crop(-2, -2, 36, 36), 2.3, 5)),
        new(
            "Concat",
            [Concat([2, 3, 4, 5], [2, 3, 4, 3]), Concat([7, 1], [7, 33], [7, 16]), Concat([5], [3]), Concat([3, 17])],
            DrawConcat,
            OpWork.Pair((a, b) => a.Concat(b), 4, 8)),

        new(
            "Slice",
            [
                Slice([2, 3, 4, 5], 3, 1, 3), Slice([7, 13], 0, 2, 4), Slice([3, 5, 7], 1, 4, 1), Slice([9], 0, 0, 9),
                Slice([2, 4, 16, 8], 2, 4, 8), Slice([3, 1, 33], 2, 32, 1),
            ],
            DrawSlice,
            OpWork.Single("half of the channels", x => x.Slice(^1, ..32), 1, 3)),
        new(
            "GaussianWindow",
            [
                GaussianWindow([1, 11, 11, 1]), GaussianWindow([2, 13, 12, 3]), GaussianWindow([1, 23, 17, 2]),
                Large(GaussianWindow([3, 32, 48, 5])),
            ],
            d => GaussianWindow([d.Small(), 10 + d.Small(), 10 + d.Small(), d.Small()]),
            OpWork.Bytes("", _ => t => t[0].GaussianWindow(), [OpWork.Rgb], 2, 4)),
        new(
            "StructuralSimilarity",
            [StructuralSimilarity([1, 11, 13, 1]), StructuralSimilarity([2, 12, 11, 2])],
            d => StructuralSimilarity([d.Small(), 10 + d.Small(), 10 + d.Small(), d.Small()]),
            OpWork.Pair("", (a, b) => a.StructuralSimilarity(b), OpWork.Rgb, 2, 4)),

        new(
            "Reshape",
            [
                new("Reshape [2, 3, 4, 5] to [6, 20]", x => x[0].Reshape([6, 20]), x => new([6, 20], x[0].Values), [2, 3, 4, 5]),
                new(
                    "Reshape of a shared operand",
                    x => x[0].Reshape([15]).Multiply(x[0].Sigmoid().Reshape([15])),
                    x => Reference.Map(new([15], x[0].Values), v => v * Sigmoid(v)),
                    [3, 5]),
            ],
            DrawReshape),

        new(
            "MatMul",
            [
                MatMul(1, 1, 1), MatMul(7, 13, 5), MatMul(8, 32, 16), MatMul(9, 33, 17), MatMul(1, 64, 31), MatMul(37, 1, 3),
                MatMul(5, 3, 257), MatMul(17, 67, 64), Large(MatMul(241, 97, 259)), Large(MatMul(9, 70, 2309)),
            ],
            d => MatMul(d.Size(), d.Size(), d.Size()),
            OpWork.Product("", t => t[0].MatMul(t[1]), 1024L * 1024 * 1024, [1024, 1024], [1024, 1024])),
        new(
            "Linear",
            [
                Linear(1, 1, 1), Linear(3, 17, 33), Linear(8, 64, 32), Linear(7, 31, 5, bias: false), Large(Linear(67, 261, 129)),
                Linear("fused Relu", (x, w, b) => x.Linear<Relu>(w, b), Relu),
                Linear("fused LeakyRelu", (x, w, b) => x.Linear(w, b, new LeakyRelu(0.2f)), LeakyRelu),
                Linear("fused Sigmoid", (x, w, b) => x.Linear<Sigmoid>(w, b), Sigmoid),
            ],
            d => Linear(d.Size(), d.Size(), d.Size(), bias: d.Coin()),
            OpWork.Product(
                "mlp's first layer", t => t[0].Linear<Relu>(t[1], t[2]), 64L * 12_288 * 1024, [64, 12_288], [1024, 12_288], [1024])),

        new(
            "Conv2d",
            [
                Conv([2, 8, 6, 3], 7, kernel: 4, stride: 2, padding: 1), Conv([1, 16, 16, 3], 32, kernel: 4, stride: 2, padding: 1),
                Conv([2, 8, 8, 32], 33, kernel: 4, stride: 2, padding: 1),
                Conv([1, 4, 6, 33], 1, kernel: 4, stride: 2, padding: 1, bias: false),
                Conv([3, 6, 10, 1], 16, kernel: 4, stride: 2, padding: 1), Conv([2, 2, 2, 7], 3, kernel: 4, stride: 2, padding: 1),
                Conv([1, 7, 9, 3], 5, kernel: 4, stride: 2, padding: 1), Large(Conv([3, 16, 16, 64], 96, kernel: 4, stride: 2, padding: 1)),
                Large(Conv([2, 4, 6, 130], 140, kernel: 4, stride: 2, padding: 1)),
                Large(Conv([9, 16, 16, 66], 160, kernel: 4, stride: 2, padding: 1)),
                Conv([2, 9, 9, 33], 17, kernel: 2, stride: 1, padding: 0),
                Conv([1, 27, 27, 4], 18, kernel: 6, stride: 3, padding: 0, bias: false),
                Conv([2, 5, 4, 3], 4, kernel: 3, stride: 1, padding: 1),
                Conv([1, 7, 6, 7], 32, kernel: 5, stride: 1, padding: 2, bias: false),
                Conv([2, 5, 3, 7], 33, kernel: 1, stride: 1, padding: 0), Conv([1, 9, 7, 3], 7, kernel: 3, stride: 2, padding: 0),
                Conv([2, 8, 11, 3], 7, kernel: 5, stride: 3, padding: 2), Conv([2, 4, 4, 3], 5, kernel: 4, stride: 1, padding: 0),
                Conv([1, 7, 7, 3], 7, kernel: 3, stride: 3, padding: 1), Conv([2, 5, 7, 3], 7, kernel: 1, stride: 2, padding: 0),
                Conv([1, 7, 8, 1], 3, kernel: 1, stride: 3, padding: 1), Conv([1, 6, 5, 3], 4, kernel: 4, stride: 2, padding: 2),
                Conv([1, 8, 7, 3], 4, kernel: 4, stride: 3, padding: 1), Conv([1, 1, 1, 1], 1, kernel: 1, stride: 1, padding: 0),
                Conv("kernel 3 x 5", (x, w, b) => x.Conv2d(w, b, 2, 1), v => v, kernelWidth: 5),
                Conv("fused Relu", (x, w, b) => x.Conv2d<Relu>(w, b, 2, 1), Relu),
                Conv("fused LeakyRelu", (x, w, b) => x.Conv2d(w, b, 2, 1, new LeakyRelu(0.2f)), LeakyRelu),
                Conv("fused Sigmoid", (x, w, b) => x.Conv2d<Sigmoid>(w, b, 2, 1), Sigmoid),
            ],
            DrawConv,
            OpWork.Product(
                "conv's second layer",
                t => t[0].Conv2d<Relu>(t[1], t[2], 2, 1),
                64L * 16 * 16 * 512 * 64,
                [64, 32, 32, 32],
                [4, 4, 32, 64],
                [64]),
            OpWork.Product(
                "of stride 1", t => t[0].Conv2d<Relu>(t[1], t[2], 1, 1), 64L * 32 * 32 * 288 * 32, [64, 32, 32, 32], [3, 3, 32, 32], [32])),
        new(
            "ConvTranspose2d",
            [
                ConvTranspose([2, 4, 3, 7], 3, kernel: 4, stride: 2, padding: 1),
                ConvTranspose([1, 8, 8, 32], 3, kernel: 4, stride: 2, padding: 1),
                ConvTranspose([2, 4, 4, 33], 32, kernel: 4, stride: 2, padding: 1),
                ConvTranspose([1, 3, 2, 1], 33, kernel: 4, stride: 2, padding: 1, bias: false),
                ConvTranspose([3, 5, 7, 3], 1, kernel: 4, stride: 2, padding: 1),
                ConvTranspose([2, 1, 1, 7], 3, kernel: 4, stride: 2, padding: 1),
                Large(ConvTranspose([3, 8, 8, 96], 64, kernel: 4, stride: 2, padding: 1)),
                Large(ConvTranspose([2, 3, 2, 300], 224, kernel: 4, stride: 2, padding: 1)),
                ConvTranspose([2, 5, 4, 3], 4, kernel: 3, stride: 1, padding: 1),
                ConvTranspose([1, 5, 6, 7], 32, kernel: 5, stride: 1, padding: 2, bias: false),
                ConvTranspose([2, 5, 3, 7], 33, kernel: 1, stride: 1, padding: 0),
                ConvTranspose([1, 4, 3, 3], 7, kernel: 3, stride: 2, padding: 0),
                ConvTranspose([2, 3, 4, 3], 7, kernel: 5, stride: 3, padding: 2),
                ConvTranspose([2, 1, 1, 3], 5, kernel: 4, stride: 1, padding: 0),
                ConvTranspose([1, 3, 3, 3], 7, kernel: 3, stride: 3, padding: 1),
                ConvTranspose([2, 3, 4, 3], 7, kernel: 1, stride: 2, padding: 0),
                ConvTranspose([1, 3, 4, 1], 3, kernel: 1, stride: 3, padding: 1),
                ConvTranspose([1, 3, 3, 3], 4, kernel: 4, stride: 2, padding: 2),
                ConvTranspose([1, 4, 3, 3], 4, kernel: 4, stride: 3, padding: 1),
                ConvTranspose([1, 1, 1, 1], 1, kernel: 1, stride: 1, padding: 0),
                ConvTranspose("kernel 3 x 5", (x, w, b) => x.ConvTranspose2d(w, b, 2, 1), v => v, kernelWidth: 5),
                ConvTranspose("fused Relu", (x, w, b) => x.ConvTranspose2d<Relu>(w, b, 2, 1), Relu),
                ConvTranspose("fused LeakyRelu", (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, new LeakyRelu(0.2f)), LeakyRelu),
                ConvTranspose("fused Sigmoid", (x, w, b) => x.ConvTranspose2d<Sigmoid>(w, b, 2, 1), Sigmoid),
            ],
            DrawConvTranspose,
            OpWork.Product(
                "conv's second layer",
                t => t[0].ConvTranspose2d<Relu>(t[1], t[2], 2, 1),
                64L * 16 * 16 * 512 * 64,
                [64, 16, 16, 64],
                [4, 4, 32, 64],
                [32]),
            OpWork.Product(
                "to pixels",
                t => t[0].ConvTranspose2d<Sigmoid>(t[1], t[2], 2, 1),
                64L * 32 * 32 * 48 * 32,
                [64, 32, 32, 32],
                [4, 4, 3, 32],
                [3])),
    ];

    /// <summary>The cases of all rows.</summary>
    public static IReadOnlyList<OpCase> All { get; } = [.. Rows.SelectMany(row => row.Cases)];

    /// <summary>The benchmarks of all rows by name: the operation, and what is special about it.</summary>
    internal static IReadOnlyDictionary<string, OpWork> Works { get; } = Rows
        .SelectMany(row => row.Works, (row, work) => (Name: work.What.Length == 0 ? row.Name : $"{row.Name}, {work.What}", Work: work))
        .ToDictionary(named => named.Name, named => named.Work);

    public static OpCase Get(string name) => All.Single(row => row.Name == name);

    /// <summary>Cases of an operation at drawn shapes, always the same ones.</summary>
    public static IEnumerable<OpCase> Random(string op, int count)
    {
        OpRow[] rows = [.. Rows.Where(row => row.Name == op)];
        return Enumerable.Range(0, count)
            .Select(i => rows[i % rows.Length].Draw(new Dice((1000 * op.Length) + i)) with { OnSimulator = false });
    }
}
