namespace ILGpuAutoencoders.Engine;

/// <summary>A loss of one value, as a function of d = prediction - target: the formula and its derivative, generic over the lane.</summary>
internal interface IDifferenceLoss
{
    T Value<T>(T d)
        where T : struct, ILane<T>;

    T Derivative<T>(T d)
        where T : struct, ILane<T>;
}

/// <summary>d²; the derivative is 2d.</summary>
internal readonly struct SquaredError : IDifferenceLoss
{
    public T Value<T>(T d)
        where T : struct, ILane<T> => d * d;

    public T Derivative<T>(T d)
        where T : struct, ILane<T> => d + d;
}

/// <summary>|d|; the derivative is the sign of d, 0 at 0.</summary>
internal readonly struct AbsoluteError : IDifferenceLoss
{
    public T Value<T>(T d)
        where T : struct, ILane<T> => T.Abs(d);

    public T Derivative<T>(T d)
        where T : struct, ILane<T> => default(AbsoluteValue).Derivative(d);
}
