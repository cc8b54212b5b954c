namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>z = a, broadcast to the common shape of a and b.</summary>
internal readonly struct First : IBinaryOp
{
    public T Forward<T>(T a, T b)
        where T : struct, ILane<T> => a;

    public T DerivativeA<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(1);

    public T DerivativeB<T>(T a, T b)
        where T : struct, ILane<T> => T.Constant(0);
}
