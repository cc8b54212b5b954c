using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Winograd's minimal filtering F(2 x 2, 2 x 2): 9 multiplications give 2 x 2 results of a filter of 2 x 2 taps, not 16. Along
/// one axis, with d the data and g the filter, m = ((d0 - d1) g0, d1 (g0 + g1), (d2 - d1) g1) and the results are m0 + m1 and
/// m1 + m2; in two dimensions the three transforms are applied to rows and columns (Lavin and Gray, "Fast Algorithms for
/// Convolutional Neural Networks", 2016, section 4). All factors are 0 and ±1, so the error stays near the direct form's.
/// </summary>
/// <remarks>
/// A convolution of kernel 2·s and stride s is one of 2 x 2 taps over the s · s remainders of its picture's positions, treated as
/// channels. Which form runs depends on the picture's shape alone, never on the batch size: a picture gives the same bits alone and in
/// any batch.
/// </remarks>
internal static class Winograd
{
    /// <summary>Number of products that replace one: the transformed values of a tile.</summary>
    internal const int Components = 9;

    /// <summary>The least number of tiles per picture for which transforming the weights pays off.</summary>
    private const int FewestTiles = 16;

    /// <summary>The least numbers of data values and of results per position for which the products outweigh the transforms.</summary>
    private const int SmallestDepth = 32, FewestColumns = 16;

    /// <summary>Whether a product has the required form and is large enough to gain by it.</summary>
    internal static bool Suits(in PatchGrid grid, int channels, int columns)
    {
        int step = grid.Y.PatchStep;
        return grid.PatchRows == 2 * step && grid.PatchRowLength == 2 * step * channels
            && grid.Y.Count % 2 == 0 && grid.X.Count % 2 == 0 && grid.Positions >= 4 * FewestTiles
            && step * step * channels >= SmallestDepth && columns >= FewestColumns;
    }

    /// <summary>Floats from component to component: nine are written in turn, so they must not share the sets of a cache.</summary>
    /// <param name="length">Floats of a component.</param>
    internal static int ComponentStep(long length) => HostMatrix.ConflictFreePitch(checked((int)length));

    /// <summary>The transform of three data values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T, T, T) Data<T>(T d0, T d1, T d2)
        where T : struct, ILane<T> => (d0 - d1, d1, d2 - d1);

    /// <summary>The transform of two filter values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T, T, T) Filter<T>(T g0, T g1)
        where T : struct, ILane<T> => (g0, g0 + g1, g1);

    /// <summary>The two results of three products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (T, T) Result<T>(T m0, T m1, T m2)
        where T : struct, ILane<T> => (m0 + m1, m1 + m2);
}

/// <summary>3 x 3 values at RowStep and ColumnStep from each other become the components of a tile.</summary>
internal unsafe struct WinogradData : IElementBody
{
    internal float* Source, Target;
    internal int RowStep, ColumnStep, ComponentStep;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Invoke<T>(int i)
        where T : struct, IHostLane<T>
    {
        float* s = Source + i;
        var (a0, a1, a2) = Row<T>(s);
        var (b0, b1, b2) = Row<T>(s + RowStep);
        var (c0, c1, c2) = Row<T>(s + (2 * (nint)RowStep));
        float* t = Target + i;
        nint step = ComponentStep;
        Column(a0, b0, c0, t, step);
        Column(a1, b1, c1, t + step, step);
        Column(a2, b2, c2, t + (2 * step), step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly (T, T, T) Row<T>(float* s)
        where T : struct, IHostLane<T> => Winograd.Data(T.Load(s), T.Load(s + ColumnStep), T.Load(s + (2 * (nint)ColumnStep)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<T>(T a, T b, T c, float* t, nint step)
        where T : struct, IHostLane<T>
    {
        var (x, y, z) = Winograd.Data(a, b, c);
        T.Store(x, t);
        T.Store(y, t + (3 * step));
        T.Store(z, t + (6 * step));
    }
}

/// <summary>2 x 2 values at RowStep and ColumnStep from each other, a filter or its stand-in, become components.</summary>
internal unsafe struct WinogradFilter : IElementBody
{
    internal float* Source, Target;
    internal long RowStep, ColumnStep, ComponentStep;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Invoke<T>(int i)
        where T : struct, IHostLane<T>
    {
        float* s = Source + i, t = Target + i;
        var (a0, a1, a2) = Winograd.Filter(T.Load(s), T.Load(s + ColumnStep));
        var (b0, b1, b2) = Winograd.Filter(T.Load(s + RowStep), T.Load(s + RowStep + ColumnStep));
        Column(a0, b0, t);
        Column(a1, b1, t + ComponentStep);
        Column(a2, b2, t + (2 * ComponentStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Column<T>(T a, T b, float* t)
        where T : struct, IHostLane<T>
    {
        var (x, y, z) = Winograd.Filter(a, b);
        T.Store(x, t);
        T.Store(y, t + (3 * ComponentStep));
        T.Store(z, t + (6 * ComponentStep));
    }
}

/// <summary>
/// The components of a tile become its 2 x 2 results, at RowStep and ColumnStep from each other, with bias and activation.
/// </summary>
internal unsafe struct WinogradResult<TActivation> : IElementBody
    where TActivation : unmanaged, IUnaryOp
{
    internal float* Source, Bias, Target;
    internal long RowStep, ColumnStep, ComponentStep;
    internal TActivation Activation;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Invoke<T>(int i)
        where T : struct, IHostLane<T>
    {
        float* s = Source + i, t = Target + i;
        var (a0, b0) = Column<T>(s);
        var (a1, b1) = Column<T>(s + ComponentStep);
        var (a2, b2) = Column<T>(s + (2 * ComponentStep));
        var bias = Bias == null ? T.Constant(0) : T.Load(Bias + i);
        Row(a0, a1, a2, bias, t);
        Row(b0, b1, b2, bias, t + RowStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly (T, T) Column<T>(float* s)
        where T : struct, IHostLane<T> => Winograd.Result(T.Load(s), T.Load(s + (3 * ComponentStep)), T.Load(s + (6 * ComponentStep)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Row<T>(T m0, T m1, T m2, T bias, float* t)
        where T : struct, IHostLane<T>
    {
        var (x, y) = Winograd.Result(m0, m1, m2);
        T.Store(Activation.Forward(x + bias), t);
        T.Store(Activation.Forward(y + bias), t + ColumnStep);
    }
}
