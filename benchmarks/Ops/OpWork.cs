using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Ops.Similarity;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>
/// An operation as the models use it, at a size that no cache holds. A test (tests/engine/BenchmarkTableTests.cs) reads this table: it fails where
/// an operation of tests/OpCases.cs has no row here.
/// </summary>
/// <param name="Prepare">Makes what the operation keeps from step to step and returns it as a function of its inputs.</param>
/// <param name="Inputs">Shapes of what is differentiated.</param>
/// <param name="Unit">GFLOP/s of products, GB/s of all others.</param>
/// <param name="Forward">FLOP of the forward pass, or the bytes that it must read or write at least.</param>
/// <param name="Backward">The same for the backward pass from the sum of the result, which reads the result and fills its gradient.</param>
internal sealed record OpWork(Func<ComputeDevice, Func<Tensor[], Tensor>> Prepare, Shape[] Inputs, string Unit, double Forward, double Backward)
{
    private const int Channels = 64;

    private static readonly Shape s_pictures = [64, 32, 32, Channels], s_rgb = [64, 64, 64, 3];

    /// <summary>The operations by name: a method on tensors, and what is special about the row.</summary>
    internal static IReadOnlyDictionary<string, OpWork> All { get; } = new Dictionary<string, OpWork>
    {
        ["Add"] = Pair((a, b) => a.Add(b), 3, 2),
        ["Add, a bias"] = Bytes(_ => t => t[0].Add(t[1]), [s_pictures, [Channels]], 2, 3),
        ["Subtract"] = Pair((a, b) => a.Subtract(b), 3, 4),
        ["Multiply"] = Pair((a, b) => a.Multiply(b), 3, 7),
        ["Divide"] = Pair((a, b) => a.Divide(b), 3, 7),
        ["Affine"] = Single(x => x.Affine(2, 1)),
        ["Relu"] = Single(x => x.Relu()),
        ["LeakyRelu"] = Single(x => x.LeakyRelu(0.2f)),
        ["Sigmoid"] = Single(x => x.Sigmoid()),
        ["Tanh"] = Single(x => x.Tanh()),
        ["Softplus"] = Single(x => x.Softplus()),
        ["Exp"] = Single(x => x.Exp()),
        ["Log"] = Single(x => x.Log()),
        ["Sqrt"] = Single(x => x.Sqrt()),
        ["Square"] = Single(x => x.Square()),
        ["Abs"] = Single(x => x.Abs()),
        ["Map, an activation by name"] = Single(x => x.Map<Sigmoid>()),
        ["Sum, a channel"] = Single(x => x.Sum(0, 1, 2), 1, 1),
        ["Mean, of everything"] = Single(x => x.Mean(), 1, 1),
        ["BatchNorm, training"] = Bytes(device => BatchNorm(device, training: true), [s_pictures, [Channels], [Channels]], 3, 7),
        ["BatchNorm, inference"] = Bytes(device => BatchNorm(device, training: false), [s_pictures, [Channels], [Channels]], 2, 5),
        ["Dropout"] = Bytes(Dropout, [s_pictures], 2, 4),
        ["Normal, times a tensor"] = Bytes(Normal, [s_pictures], 4, 5),
        ["MaxPool2d"] = Single(x => x.MaxPool2d(2, 2), 1.25, 2.75),
        ["UpsampleNearest"] = Single(x => x.UpsampleNearest(2), 5, 13),
        ["Concat"] = Pair((a, b) => a.Concat(b), 4, 8),
        ["MeanSquaredError"] = Pair((a, b) => a.MeanSquaredError(b), 2, 2),
        ["MeanAbsoluteError"] = Pair((a, b) => a.MeanAbsoluteError(b), 2, 2),
        ["KlDivergence"] = Bytes(_ => t => t[0].KlDivergence(t[1]), [[1 << 14, 256], [1 << 14, 256]], 2, 4),
        ["GaussianWindow"] = Bytes(_ => t => t[0].GaussianWindow(), [s_rgb], 2, 4),
        ["StructuralSimilarity"] = Bytes(_ => t => t[0].StructuralSimilarity(t[1]), [s_rgb, s_rgb], 2, 4),
        ["MatMul"] = Product(t => t[0].MatMul(t[1]), 1024L * 1024 * 1024, [1024, 1024], [1024, 1024]),
        ["Linear, mlp's first layer"] = Product(t => t[0].Linear<Relu>(t[1], t[2]), 64L * 12_288 * 1024, [64, 12_288], [1024, 12_288], [1024]),
        ["Conv2d, conv's second layer"] = Product(t => t[0].Conv2d<Relu>(t[1], t[2], 2, 1), 64L * 16 * 16 * 512 * 64, [64, 32, 32, 32], [4, 4, 32, 64], [64]),
        ["Conv2d, of stride 1"] = Product(t => t[0].Conv2d<Relu>(t[1], t[2], 1, 1), 64L * 32 * 32 * 288 * 32, [64, 32, 32, 32], [3, 3, 32, 32], [32]),
        ["ConvTranspose2d, conv's second layer"] = Product(t => t[0].ConvTranspose2d<Relu>(t[1], t[2], 2, 1), 64L * 16 * 16 * 512 * 64, [64, 16, 16, 64], [4, 4, 32, 64], [32]),
        ["ConvTranspose2d, to pixels"] = Product(t => t[0].ConvTranspose2d<Sigmoid>(t[1], t[2], 2, 1), 64L * 32 * 32 * 48 * 32, [64, 32, 32, 32], [4, 4, 3, 32], [3]),
    };

    /// <summary>The operation, and the gradients of its sum where they are wanted.</summary>
    internal static void Run(Func<Tensor[], Tensor> op, Tensor[] inputs, bool withGradients)
    {
        if (!withGradients)
        {
            op(inputs);
            return;
        }

        var operands = Array.ConvertAll(inputs, input => input.WithShape(input.Shape).WithGradient());
        op(operands).Sum().Backward(freeIntermediates: true);
    }

    private static OpWork Single(Func<Tensor, Tensor> run, double forward = 2, double backward = 5) => Bytes(_ => t => run(t[0]), [s_pictures], forward, backward);

    private static OpWork Pair(Func<Tensor, Tensor, Tensor> run, double forward, double backward) => Bytes(_ => t => run(t[0], t[1]), [s_pictures, s_pictures], forward, backward);

    /// <summary>Forward and backward count arrays of the first input's size.</summary>
    private static OpWork Bytes(Func<ComputeDevice, Func<Tensor[], Tensor>> prepare, Shape[] inputs, double forward, double backward)
    {
        double array = (double)sizeof(float) * inputs[0].Count;
        return new(prepare, inputs, "GB/s", forward * array, backward * array);
    }

    private static OpWork Product(Func<Tensor[], Tensor> run, long multiplyAdds, params Shape[] inputs) => new(_ => run, inputs, "GFLOP/s", 2.0 * multiplyAdds, 4.0 * multiplyAdds);

    private static Func<Tensor[], Tensor> BatchNorm(ComputeDevice device, bool training)
    {
        float[] ones = [.. Enumerable.Repeat(1f, Channels)];
        Tensor mean = Tensor.FromArray(device, [Channels], new float[Channels]), variance = Tensor.FromArray(device, [Channels], ones);
        var tracked = Tensor.FromArray(device, [1], [0f]);
        return t => t[0].BatchNorm(t[1], t[2], mean, variance, tracked, momentum: 0.1f, epsilon: 1e-5f, training);
    }

    private static Func<Tensor[], Tensor> Dropout(ComputeDevice device)
    {
        var random = new RandomState(device, seed: 1);
        return t => t[0].Dropout(0.1f, random, layer: 0);
    }

    private static Func<Tensor[], Tensor> Normal(ComputeDevice device)
    {
        var random = new RandomState(device, seed: 1);
        return t => t[0].Multiply(Tensor.Normal(t[0].Shape, random, RandomPurpose.Latent));
    }
}
