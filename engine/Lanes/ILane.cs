using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The operations of an element-wise formula. A lane is one float (<see cref="ScalarLane"/>, for the ends of loops) or several
/// neighbours, so that a formula is written once for all widths and both kinds of execution.
/// </summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
public interface ILane<TSelf>
    where TSelf : struct, ILane<TSelf>
{
    /// <summary>The same value in every element.</summary>
    /// <param name="value">That value.</param>
    static abstract TSelf Constant(float value);

    /// <summary>a + b.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a - b.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a · b.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>The larger of a and b; b where either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller of a and b; b where either is NaN.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>|a|.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>√a.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>eᵃ.</summary>
    static abstract TSelf Exp(TSelf a);

    /// <summary>ln a.</summary>
    static abstract TSelf Log(TSelf a);

    /// <summary>Where a &gt; b the element of <paramref name="then"/>, else that of <paramref name="otherwise"/>.</summary>
    static abstract TSelf WhereGreater(TSelf a, TSelf b, TSelf then, TSelf otherwise);
}
