using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests;

/// <summary>Rows of <see cref="OpCases"/> at shapes that are drawn: every operation has a way to make them.</summary>
public static partial class OpCases
{
    /// <summary>Ones, primes, and neighbours of the vector widths and of the tile.</summary>
    private static readonly int[] s_sizes = [1, 1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33];

    private static readonly Dictionary<string, Func<Dice, OpCase>> s_random = new()
    {
        ["Abs"] = d => d.OfUnary("Abs"),
        ["Affine"] = d => d.OfUnary("Affine"),
        ["Exp"] = d => d.OfUnary("Exp"),
        ["LeakyRelu"] = d => d.OfUnary("LeakyRelu"),
        ["Log"] = d => d.OfUnary("Log"),
        ["Map"] = d => d.OfBinary("Map"),
        ["Relu"] = d => d.OfUnary("Relu"),
        ["Sigmoid"] = d => d.OfUnary("Sigmoid"),
        ["Softplus"] = d => d.OfUnary("Softplus"),
        ["Sqrt"] = d => d.OfUnary("Sqrt"),
        ["Square"] = d => d.OfUnary("Square"),
        ["Tanh"] = d => d.OfUnary("Tanh"),
        ["Add"] = d => d.OfBinary("Add"),
        ["Subtract"] = d => d.OfBinary("Subtract"),
        ["Multiply"] = d => d.OfBinary("Multiply"),
        ["Divide"] = d => d.OfBinary("Divide"),
        ["Sum"] = d => d.OfReduction().First(),
        ["Mean"] = d => d.OfReduction().Last(),
        ["MeanSquaredError"] = d => Loss("MeanSquaredError", (p, t) => p.MeanSquaredError(t), x => x * x, d.DrawShape(1, 4)),
        ["MeanAbsoluteError"] = d => Loss("MeanAbsoluteError", (p, t) => p.MeanAbsoluteError(t), Math.Abs, d.DrawShape(1, 4)),
        ["KlDivergence"] = d => KlDivergence([d.Size(), d.Size()]),
        ["BatchNorm"] = d => BatchNorm([d.Size() + 1, d.Small(), d.Small(), d.Size()], training: d.Coin()),
        ["Dropout"] = d => Dropout(d.DrawShape(1, 4)),
        ["Normal"] = d => Normal(d.DrawShape(1, 2)),
        ["MaxPool2d"] = d => d.OfMaxPool(),
        ["UpsampleNearest"] = d => Upsample([d.Small(), d.Small(), d.Small(), d.Size()], d.Small()),
        ["Concat"] = d => d.OfConcat(),
        ["GaussianWindow"] = d => GaussianWindow([d.Small(), 10 + d.Small(), 10 + d.Small(), d.Small()]),
        ["StructuralSimilarity"] = d => StructuralSimilarity([d.Small(), 10 + d.Small(), 10 + d.Small(), d.Small()]),
        ["Reshape"] = d => d.OfReshape(),
        ["MatMul"] = d => MatMul(d.Size(), d.Size(), d.Size()),
        ["Linear"] = d => Linear(d.Size(), d.Size(), d.Size(), bias: d.Coin()),
        ["Conv2d"] = d => d.OfConv(),
        ["ConvTranspose2d"] = d => d.OfConvTranspose(),
    };

    /// <summary>The operations of the table.</summary>
    public static TheoryData<string> Ops => [.. All.Select(row => row.Op).Distinct()];

    /// <summary>Rows of an operation at drawn shapes, always the same ones.</summary>
    /// <exception cref="KeyNotFoundException">There is no way to draw shapes for it: add one above.</exception>
    public static IEnumerable<OpCase> Random(string op, int count)
    {
        var draw = s_random[op];
        return Enumerable.Range(0, count).Select(i => draw(new Dice(new Random((1000 * op.Length) + i))) with { OnSimulator = false });
    }

    private sealed class Dice(Random random)
    {
        public int Size() => s_sizes[random.Next(s_sizes.Length)];

        public int Small() => random.Next(1, 5);

        public bool Coin() => random.Next(2) == 0;

        public Shape DrawShape(int leastRank, int mostRank)
        {
            int[] sizes = [.. Enumerable.Range(0, random.Next(leastRank, mostRank + 1)).Select(_ => Size())];
            // A reference in double precision is slow: four large sides are too many.
            for (int i = 0; sizes.Aggregate(1, (a, b) => a * b) > 20_000; i++)
            {
                sizes[i] = 1 + (sizes[i] % 3);
            }

            return Shape.Create(sizes);
        }

        public IEnumerable<OpCase> OfReduction()
        {
            var shape = DrawShape(1, 4);
            return Reduction(shape, [.. Enumerable.Range(0, shape.Rank).Where(_ => Coin())]);
        }

        public OpCase OfMaxPool()
        {
            int kernel = Small();
            return MaxPool([Small(), kernel + Small(), kernel + Small(), Size()], kernel, Small());
        }

        public OpCase OfConcat()
        {
            int rows = Size();
            return Concat([.. Enumerable.Range(0, 1 + Small()).Select(_ => Shape.Create([rows, Size()]))]);
        }

        public OpCase OfReshape()
        {
            var shape = DrawShape(1, 4);
            return new($"Reshape {shape} to a line", x => x[0].Reshape([shape.Count]), x => new([shape.Count], x[0].Values), shape);
        }

        public OpCase OfConv()
        {
            var (kernel, stride, padding) = Window();
            return Conv([Small(), kernel + Small(), kernel + Small(), Size()], Size(), kernel, stride, padding, bias: Coin());
        }

        public OpCase OfConvTranspose()
        {
            var (kernel, stride, padding) = Window();
            return ConvTranspose([Small(), 1 + Small(), 1 + Small(), Size()], Size(), kernel, stride, padding, bias: Coin());
        }


        public OpCase OfUnary(string op)
        {
            var row = All.First(r => r.Op == op);
            var shape = EmptyAtTimes(DrawShape(1, 4));
            return new($"{op} {shape}", row.Run, row.Reference, shape) { Low = row.Low, High = row.High, Kinks = row.Kinks, LeastGradientScale = row.LeastGradientScale };
        }

        public OpCase OfBinary(string op)
        {
            var row = All.First(r => r.Op == op && r.Inputs.Length == 2);
            var whole = EmptyAtTimes(DrawShape(1, 4));
            Shape[] shapes = [Broadcast(whole), Broadcast(whole)];
            return new($"{op} {shapes[0]} and {shapes[1]}", row.Run, row.Reference, shapes) { Low = row.Low, High = row.High, LeastGradientScale = SumOfBothSigns };
        }

        private (int Kernel, int Stride, int Padding) Window()
        {
            int kernel = random.Next(1, 6);
            return (kernel, random.Next(1, Math.Min(kernel, 3) + 1), random.Next(0, ((kernel - 1) / 2) + 1));
        }

        private Shape EmptyAtTimes(Shape shape) => random.Next(8) == 0 ? shape.With(random.Next(shape.Rank), 0) : shape;

        private Shape Broadcast(Shape whole) => Shape.Create([.. Enumerable.Range(0, whole.Rank).Select(axis => random.Next(4) == 0 ? 1 : whole[axis])]);
    }
}
