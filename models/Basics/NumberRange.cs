using System.Globalization;
using System.Numerics;

namespace ILGpuAutoencoders.Models;

/// <summary>Numbers between two bounds, or above one. Its phrase is made from the bounds, so no text repeats them.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
public sealed class NumberRange<T> : OptionValues<T>
    where T : struct, INumber<T>
{
    private static readonly bool s_isWhole = T.One / (T.One + T.One) == T.Zero;

    private readonly T _least;
    private readonly bool _isLeastOut;
    private readonly T? _most;
    private readonly bool _isMostOut;
    private readonly T? _step;
    private readonly string _remark;

    private NumberRange(T least, bool isLeastOut, T? most, bool isMostOut, T? step, string remark) =>
        (_least, _isLeastOut, _most, _isMostOut, _step, _remark) = (least, isLeastOut, most, isMostOut, step, remark);

    /// <inheritdoc/>
    public override string Placeholder => "N";

    /// <inheritdoc/>
    public override string Range => $"{(_isLeastOut || _isMostOut ? "a number " : "")}{Bounds}{_remark}";

    /// <inheritdoc/>
    public override string Expected =>
        _step is null && !_isLeastOut && !_isMostOut ? $"{(s_isWhole ? "a whole number" : "a number")}, {Range}" : Range;

    /// <inheritdoc/>
    public override string? Hint => IsAll ? null : Bounds + _remark;

    /// <summary>Whether it holds every number of the type.</summary>
    private bool IsAll => _most is null && !_isLeastOut && T.IsZero(_least) && T.Zero - T.One > T.Zero;

    private string Bounds => (_isLeastOut, _most, _isMostOut, _step) switch
    {
        (_, { } most, _, { } step) => $"a multiple of {Format(step)} from {Format(_least)} to {Format(most)}",
        (false, null, _, _) => $"{Format(_least)} or more",
        (false, { } most, false, _) => $"{Format(_least)} to {Format(most)}",
        (false, { } most, true, _) => $"from {Format(_least)} to below {Format(most)}",
        (true, null, _, _) => $"above {Format(_least)}",
        (true, { } most, false, _) => $"above {Format(_least)} and at most {Format(most)}",
        (true, { } most, true, _) => $"between {Format(_least)} and {Format(most)}",
    };

    internal static NumberRange<T> Of(T least, bool isOut) => new(least, isOut, null, false, null, "");

    /// <summary>With an inclusive upper bound.</summary>
    /// <param name="most">The bound.</param>
    public NumberRange<T> To(T most) => new(_least, _isLeastOut, most, false, _step, _remark);

    /// <summary>With an exclusive upper bound.</summary>
    /// <param name="bound">The bound.</param>
    public NumberRange<T> Below(T bound) => new(_least, _isLeastOut, bound, true, _step, _remark);

    /// <summary>Only multiples of a number; there must be an upper bound.</summary>
    /// <param name="step">The number.</param>
    public NumberRange<T> By(T step) => new(_least, _isLeastOut, _most, _isMostOut, step, _remark);

    /// <summary>With a remark after the bounds, where one of the numbers has a special meaning.</summary>
    /// <param name="remark">A phrase: where 0 means one per processor.</param>
    public NumberRange<T> With(string remark) => new(_least, _isLeastOut, _most, _isMostOut, _step, ", " + remark);

    /// <inheritdoc/>
    public override string Format(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool TryRead(string text, out T value) => T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <inheritdoc/>
    public override bool Contains(T value) =>
        T.IsFinite(value)
        && (_isLeastOut ? value > _least : value >= _least)
        && (_most is not { } most || (_isMostOut ? value < most : value <= most))
        && (_step is not { } step || T.IsZero(value % step));
}

/// <summary>Makes ranges of numbers.</summary>
public static class NumberRange
{
    /// <summary>Numbers from a bound up, inclusive.</summary>
    /// <typeparam name="T">The type of the numbers.</typeparam>
    /// <param name="least">The bound.</param>
    public static NumberRange<T> From<T>(T least)
        where T : struct, INumber<T> => NumberRange<T>.Of(least, isOut: false);

    /// <summary>Numbers above a bound.</summary>
    /// <typeparam name="T">The type of the numbers.</typeparam>
    /// <param name="bound">The bound.</param>
    public static NumberRange<T> Above<T>(T bound)
        where T : struct, INumber<T> => NumberRange<T>.Of(bound, isOut: true);
}
