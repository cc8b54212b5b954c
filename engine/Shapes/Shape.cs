using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The sizes of a tensor's axes, at most four, outermost first; the last axis is contiguous. Pictures are
/// [N, H, W, C]. Write it as a collection: <c>Shape s = [64, 784];</c>. The empty shape is a scalar.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The most axes a tensor can have.</summary>
    public const int MaxRank = 4;

    private readonly Axes _axes;

    private Shape(ReadOnlySpan<int> axes)
    {
        if (axes.Length > MaxRank)
        {
            throw new ArgumentException($"Shape: {axes.Length} axes are more than {MaxRank}; merge some by Reshape.", nameof(axes));
        }

        Rank = axes.Length;
        long count = 1;
        for (int i = 0; i < axes.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(axes[i]);
            _axes[i] = axes[i];
            count *= axes[i];
            if (count > int.MaxValue)
            {
                throw new ArgumentException(
                    $"Shape: [{string.Join(", ", axes.ToArray())}] has more than {int.MaxValue} elements; use a smaller batch or picture.",
                    nameof(axes));
            }
        }

        Count = (int)count;
    }

    /// <summary>Number of axes, 0 to 4.</summary>
    public int Rank { get; }

    /// <summary>Number of elements: the product of the axes, 1 for a scalar.</summary>
    public int Count { get; }

    /// <summary>The size of an axis.</summary>
    /// <param name="axis">0 to Rank - 1, or counted from the end.</param>
    public int this[Index axis] => this[axis.GetOffset(Rank)];

    /// <summary>The size of an axis.</summary>
    /// <param name="axis">0 to Rank - 1.</param>
    public int this[int axis] =>
        (uint)axis < (uint)Rank ? _axes[axis] : throw new ArgumentOutOfRangeException(nameof(axis), $"Shape: {this} has no axis {axis}.");

    /// <summary>Makes a shape from its axes.</summary>
    /// <param name="axes">Sizes of 0 or more, at most four, outermost first; the product is at most 2³¹ - 1.</param>
    public static Shape Create(ReadOnlySpan<int> axes) => new(axes);

    /// <summary>The axes, outermost first.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0; i < Rank; i++)
        {
            yield return _axes[i];
        }
    }

    /// <summary>This shape with one axis changed.</summary>
    /// <param name="axis">0 to Rank - 1.</param>
    /// <param name="size">Its new size.</param>
    public Shape With(int axis, int size)
    {
        Span<int> axes = stackalloc int[MaxRank];
        for (int i = 0; i < Rank; i++)
        {
            axes[i] = i == axis ? size : _axes[i];
        }

        return new Shape(axes[..Rank]);
    }

    /// <summary>This shape padded in front with axes of size 1 to four axes.</summary>
    internal Shape PadTo4()
    {
        Span<int> axes = [1, 1, 1, 1];
        for (int i = 0; i < Rank; i++)
        {
            axes[MaxRank - Rank + i] = _axes[i];
        }

        return new Shape(axes);
    }

    /// <summary>The shape that both broadcast to: axes match from the end, and an axis of 1 stretches.</summary>
    /// <exception cref="ArgumentException">Two axes differ and neither is 1.</exception>
    internal static Shape Broadcast(string operation, Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        Span<int> axes = stackalloc int[MaxRank];
        for (int i = 1; i <= rank; i++)
        {
            int x = i <= a.Rank ? a[^i] : 1, y = i <= b.Rank ? b[^i] : 1;
            axes[rank - i] = x == y || y == 1 ? x : x == 1 ? y
                : throw new ArgumentException($"{operation}: {a} and {b} do not broadcast ({x} vs {y}); make these axes equal or 1.");
        }

        return new Shape(axes[..rank]);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other)
    {
        bool equal = Rank == other.Rank;
        for (int i = 0; equal && i < Rank; i++)
        {
            equal = _axes[i] == other._axes[i];
        }

        return equal;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rank, _axes[0], _axes[1], _axes[2], _axes[3]);

    /// <summary>Whether both have the same axes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether an axis differs.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The axes in brackets: [64, 784].</summary>
    public override string ToString() => $"[{string.Join(", ", this.AsEnumerable())}]";

    private IEnumerable<int> AsEnumerable()
    {
        foreach (int axis in this)
        {
            yield return axis;
        }
    }

    [InlineArray(MaxRank)]
    private struct Axes
    {
        private int _first;
    }
}
