namespace ILGpuAutoencoders.Engine.Ops.Losses;

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

/// <summary>|a - b|; the derivative is 0 where a = b.</summary>
internal readonly struct AbsoluteError : IBinaryOp
{
    public T Forward<T>(T a, T b)
        where T : struct, ILane<T> => T.Abs(a - b);

    public T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T> => default(AbsoluteValue).Derivative(a - b);

    public T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T> => default(AbsoluteValue).Derivative(b - a);
}

/// <summary>-(1 + v - μ² - eᵛ) / 2 of a mean μ and a log variance v.</summary>
internal readonly struct GaussianDivergence : IBinaryOp
{
    public T Forward<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(0.5f) * ((a * a) + (T.Exp(b) - b) - T.Constant(1));

    public T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T> => a;

    public T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(0.5f) * (T.Exp(b) - T.Constant(1));
}
