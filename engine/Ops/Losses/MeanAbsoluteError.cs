using ILGpuAutoencoders.Engine.Ops.Losses;

namespace ILGpuAutoencoders.Engine;

/// <summary>|a - b|; the derivative is 0 where a = b.</summary>
internal readonly struct AbsoluteError : IBinaryOp
{
    public T Forward<T>(T a, T b)
        where T : struct, ILane<T> => T.Abs(a - b);

    public T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T> => default(Abs).Derivative(a - b);

    public T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T> => default(Abs).Derivative(b - a);
}

/// <summary>The mean of absolute differences.</summary>
public static class MeanAbsoluteErrorOp
{
    extension(Tensor prediction)
    {
        /// <summary>
        /// The mean of |prediction - target| over all elements, a scalar of shape []; the derivative is 0 where they are equal.
        /// </summary>
        /// <param name="target">Of the same shape.</param>
        /// <exception cref="ArgumentException">The shapes differ or have no elements.</exception>
        public Tensor MeanAbsoluteError(Tensor target) =>
            PairedLoss.Of<AbsoluteError>("MeanAbsoluteError", prediction, target, prediction.Count);
    }
}
