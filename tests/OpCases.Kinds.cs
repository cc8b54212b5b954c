using ILGpuAutoencoders.Benchmarks.Ops;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests;

/// <summary>How the rows of each kind are made: element-wise operations have shapes, dice and benchmarks in common.</summary>
public static partial class OpCases
{
    /// <summary>Derivatives y (1 - y) and 1 - y² where y is near 1: its rounding is all there is of the small difference.</summary>
    private const double NearOne = 0.05;

    /// <summary>The mean of similarities of pictures with nothing in common: they are of both signs, each of about this size.</summary>
    private const double MeanOfBothSigns = 0.01;

    /// <summary>A gradient that is the sum over broadcast axes: its terms may cancel.</summary>
    private const double SumOfBothSigns = 0.05;

    /// <summary>An element-wise operation of one operand.</summary>
    /// <param name="op">The method.</param>
    /// <param name="run">The method called.</param>
    /// <param name="f">Its formula in double precision.</param>
    /// <param name="low">Operands lie above it.</param>
    /// <param name="high">Operands lie below it.</param>
    /// <param name="kink">Where the derivative jumps.</param>
    /// <param name="leastGradientScale">See <see cref="OpCase.LeastGradientScale"/>.</param>
    /// <param name="what">What the benchmark adds to the name.</param>
    private static OpRow Unary(
        string op,
        Func<Tensor, Tensor> run,
        Func<double, double> f,
        double low = -2,
        double high = 2,
        double? kink = null,
        double leastGradientScale = 0,
        string what = "")
    {
        // More than one piece of work a thread.
        var large = Large(At([40009]));
        return new(
            op,
            [At([1]), At([17]), At([3, 5, 7]), At([33, 16]), At([2, 3, 4, 11]), large],
            d => At(d.AnyShape()),
            OpWork.Single(what, run));

        OpCase At(Shape shape) => new($"{op} {shape}", x => run(x[0]), x => Reference.Map(x[0], f), shape)
        {
            Low = low,
            High = high,
            Kinks = kink is { } at ? [at] : [],
            LeastGradientScale = leastGradientScale,
        };
    }

    /// <summary>An element-wise operation of two operands that broadcast.</summary>
    /// <param name="op">The method.</param>
    /// <param name="run">The method called.</param>
    /// <param name="f">Its formula in double precision.</param>
    /// <param name="low">Operands lie above it.</param>
    /// <param name="high">Operands lie below it.</param>
    /// <param name="backward">Arrays that the backward pass moves: fewer where a derivative is a constant.</param>
    /// <param name="what">What the benchmark adds to the name.</param>
    private static OpRow Binary(
        string op,
        Func<Tensor, Tensor, Tensor> run,
        Func<double, double, double> f,
        double low = -2,
        double high = 2,
        double backward = 7,
        string what = "")
    {
        return new(
            op,
            [
                At([1], [1]), At([37], [37]), At([3, 17], [17]), At([17], [3, 17]), At([5, 33], [5, 1]), At([5, 1], [1, 33]),
                At([2, 3, 5, 7], [1, 3, 1, 7]), At([2, 1, 5, 1], [1, 3, 5, 7]), At([2, 3, 5, 7], [7]), At([2, 3, 5, 7], [2, 1, 1, 1]),
                At([4, 4], []), At([3, 5, 7], [3, 5, 7]), Large(At([3, 20011], [20011])),
            ],
            Draw,
            OpWork.Pair(what, run, OpWork.Pictures, 3, backward));

        OpCase At(Shape a, Shape b) => new($"{op} {a} and {b}", x => run(x[0], x[1]), x => Reference.Map(x[0], x[1], f), a, b)
        {
            Low = low,
            High = high,
        };

        OpCase Draw(Dice d)
        {
            var whole = d.AnyShape();
            return At(d.BroadcastTo(whole), d.BroadcastTo(whole)) with { LeastGradientScale = SumOfBothSigns };
        }
    }

    private static OpRow Reduction(string op, AxisReduction run, bool isMean, OpWork work)
    {
        return new(
            op,
            [
                Over([17], [0]), Over([7, 33], [0]), Over([7, 33], [1]), Over([2, 3, 5, 31], [0, 1, 2]), Over([2, 3, 5, 31], [1, 2]),
                Over([2, 3, 5, 31], [0, 3]), Over([2, 3, 5, 31], [3]), Over([5, 3, 2, 1], []), Over([2053], []),
                Over([1, 1027, 3], [1]), Over([3, 1, 1], [1]), Over([1], []),
            ],
            Draw,
            work);

        OpCase Over(Shape shape, int[] axes)
        {
            var reduced = Enumerable.Range(0, shape.Rank).Where(a => axes.Length == 0 || axes.Contains(a));
            var result = reduced.Aggregate(shape, (s, a) => s.With(a, 1));
            double scale = isMean ? result.Count / (double)shape.Count : 1;
            return new(
                $"{op} {shape} over {(axes.Length == 0 ? "all" : string.Join(", ", axes))}",
                x => run(x[0], axes),
                x => Reference.Sum(x[0], result, scale),
                shape);
        }

        OpCase Draw(Dice d)
        {
            var shape = d.DrawShape(1, 4);
            return Over(shape, d.Axes(shape));
        }
    }

    private static OpRow Loss(
        string op,
        Func<Tensor, Tensor, Tensor> run,
        Func<double, double> ofDifference,
        Shape[] shapes,
        Shape? largeShape = null,
        bool hasKink = false)
    {
        return new(
            op,
            largeShape is { } large ? [.. shapes.Select(At), Large(At(large))] : [.. shapes.Select(At)],
            d => At(d.DrawShape(1, 4)),
            OpWork.Pair(run, 2, 2));

        OpCase At(Shape shape)
        {
            var one = Shape.Create([.. Enumerable.Repeat(1, shape.Rank)]);
            return new(
                $"{op} {shape}",
                x => run(x[0], x[1]),
                x => Reference.Sum(Reference.Map(x[0], x[1], (p, t) => ofDifference(p - t) / shape.Count), one).As([]),
                shape,
                shape)
            { HasKinkAtEquality = hasKink };
        }
    }

    private static OpCase Large(OpCase row) => row with { OnSimulator = false };

    private static double Relu(double x) => Math.Max(x, 0);

    private static double LeakyRelu(double x) => x > 0 ? x : 0.2f * x;

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private delegate Tensor AxisReduction(Tensor x, ReadOnlySpan<int> axes);

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
