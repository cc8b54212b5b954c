using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>A memory-bound operation as the models use it, at a size that no cache holds. Products have benchmarks of their own.</summary>
/// <param name="Prepare">Makes what the operation keeps from step to step and returns it as a function of its inputs.</param>
/// <param name="Inputs">Shapes of what is differentiated.</param>
/// <param name="Forward">Arrays of the first input's size that the forward pass must read or write at least.</param>
/// <param name="Backward">The same for the backward pass from the sum of the result, which reads the result and fills its gradient.</param>
internal sealed record OpWork(Func<ComputeDevice, Func<Tensor[], Tensor>> Prepare, Shape[] Inputs, double Forward, double Backward)
{
    private const int Channels = 64;

    private static readonly Shape s_pictures = [64, 32, 32, Channels];

    /// <summary>The operations by name.</summary>
    internal static IReadOnlyDictionary<string, OpWork> All { get; } = new Dictionary<string, OpWork>
    {
        ["Add"] = Pair((a, b) => a.Add(b), 3, 2),
        ["Add a bias"] = new(_ => t => t[0].Add(t[1]), [s_pictures, [Channels]], 2, 3),
        ["Subtract"] = Pair((a, b) => a.Subtract(b), 3, 4),
        ["Multiply"] = Pair((a, b) => a.Multiply(b), 3, 7),
        ["Divide"] = Pair((a, b) => a.Divide(b), 3, 7),
        ["Affine"] = Map(x => x.Affine(2, 1)),
        ["Relu"] = Map(x => x.Relu()),
        ["LeakyRelu"] = Map(x => x.LeakyRelu(0.2f)),
        ["Sigmoid"] = Map(x => x.Sigmoid()),
        ["Tanh"] = Map(x => x.Tanh()),
        ["Softplus"] = Map(x => x.Softplus()),
        ["Exp"] = Map(x => x.Exp()),
        ["Square"] = Map(x => x.Square()),
        ["Abs"] = Map(x => x.Abs()),
        ["Sum, a channel"] = new(_ => t => t[0].Sum(0, 1, 2), [s_pictures], 1, 1),
        ["Mean of everything"] = new(_ => t => t[0].Mean(), [s_pictures], 1, 1),
        ["BatchNorm, training"] = new(device => BatchNorm(device, training: true), [s_pictures, [Channels], [Channels]], 3, 7),
        ["BatchNorm, inference"] = new(device => BatchNorm(device, training: false), [s_pictures, [Channels], [Channels]], 2, 5),
        ["Dropout"] = new(Dropout, [s_pictures], 2, 4),
        ["MaxPool2d"] = Map(x => x.MaxPool2d(2, 2), 1.25, 2.75),
        ["UpsampleNearest"] = Map(x => x.UpsampleNearest(2), 5, 13),
        ["Concat"] = Pair((a, b) => a.Concat(b), 4, 8),
        ["MeanSquaredError"] = Pair((a, b) => a.MeanSquaredError(b), 2, 2),
        ["MeanAbsoluteError"] = Pair((a, b) => a.MeanAbsoluteError(b), 2, 2),
        ["KlDivergence"] = new(_ => t => t[0].KlDivergence(t[1]), [[1 << 14, 256], [1 << 14, 256]], 2, 4),
    };

    private static OpWork Map(Func<Tensor, Tensor> run, double forward = 2, double backward = 5) => new(_ => t => run(t[0]), [s_pictures], forward, backward);

    private static OpWork Pair(Func<Tensor, Tensor, Tensor> run, double forward, double backward) =>
        new(_ => t => run(t[0], t[1]), [s_pictures, s_pictures], forward, backward);

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
}
