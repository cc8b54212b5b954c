using CsCheck;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine;

public class ShapeTests
{
    private static readonly Gen<int[]> s_axes = Gen.Int[0, 9].Array[0, 4];

    [Fact]
    public void Count_is_the_product_of_the_axes() => s_axes.Sample(axes =>
    {
        var shape = Shape.Create(axes);
        Assert.Equal(axes.Length, shape.Rank);
        Assert.Equal(axes.Aggregate(1, (a, b) => a * b), shape.Count);
        Assert.Equal($"[{string.Join(", ", axes)}]", shape.ToString());
    });

    [Fact]
    public void Equality_is_that_of_the_axes() => Gen.Select(s_axes, s_axes).Sample((a, b) =>
    {
        bool equal = a.SequenceEqual(b);
        Assert.Equal(equal, Shape.Create(a) == Shape.Create(b));
        Assert.True(!equal || Shape.Create(a).GetHashCode() == Shape.Create(b).GetHashCode());
    });

    [Fact]
    public void With_changes_one_axis()
    {
        Shape shape = [2, 3, 5];
        Assert.Equal([2, 7, 5], shape.With(1, 7));
        Assert.Equal(5, shape[^1]);
    }

    [Fact]
    public void Broadcast_is_symmetric_and_needs_equal_axes_or_1()
    {
        Assert.Equal<Shape>([4, 3, 5], Shape.Broadcast("Add", [4, 1, 5], [3, 1]));
        Assert.Equal<Shape>([4, 3, 5], Shape.Broadcast("Add", [3, 1], [4, 1, 5]));
        var error = Assert.Throws<ArgumentException>(() => Shape.Broadcast("Add", [4, 3], [4, 2]));
        Assert.Contains("Add: [4, 3] and [4, 2] do not broadcast (3 vs 2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Shape.Create([1, 1, 1, 1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create([2, -1]));
        Assert.Throws<ArgumentException>(() => Shape.Create([65536, 65536]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Create([2])[1]);
    }
}
