using ILGpuAutoencoders.Engine.Ops.Losses;

namespace ILGpuAutoencoders.Engine;

/// <summary>(a - b)².</summary>
internal readonly struct SquaredError : IBinaryOp
{
    public T Forward<T>(T a, T b)
        where T : struct, ILane<T> => (a - b) * (a - b);

    public T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T> => (a - b) + (a - b);

    public T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T> => (b - a) + (b - a);
}

/// <summary>The mean of squared differences.</summary>
public static class MeanSquaredErrorOp
{
    extension(Tensor prediction)
    {
        /// <summary>The mean of (prediction - target)² over all elements: a scalar of shape [].</summary>
        /// <param name="target">Of the same shape.</param>
        /// <exception cref="ArgumentException">The shapes differ or have no elements.</exception>
        public Tensor MeanSquaredError(Tensor target) =>
            PairedLoss.Of<SquaredError>("MeanSquaredError", prediction, target, prediction.Count);
    }
}
