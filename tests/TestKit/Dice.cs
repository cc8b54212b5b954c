using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>Draws the shapes of a case.</summary>
internal sealed class Dice(int seed)
{
    /// <summary>Ones, primes, and neighbours of the vector widths and of the tile.</summary>
    private static readonly int[] s_sizes = [1, 1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33];

    private readonly Random _random = new(seed);

    internal int Size() => s_sizes[_random.Next(s_sizes.Length)];

    internal int Small() => _random.Next(1, 5);

    internal bool Coin() => _random.Next(2) == 0;

    /// <summary>A shape of some axes.</summary>
    internal Shape DrawShape(int leastRank, int mostRank)
    {
        int[] sizes = [.. Enumerable.Range(0, _random.Next(leastRank, mostRank + 1)).Select(_ => Size())];
        // A reference in double precision is slow: four large sides are too many.
        for (int i = 0; sizes.Aggregate(1, (a, b) => a * b) > 20_000; i++)
        {
            sizes[i] = 1 + (sizes[i] % 3);
        }

        return Shape.Create(sizes);
    }

    /// <summary>A shape of one to four axes, at times with no elements.</summary>
    internal Shape AnyShape()
    {
        var shape = DrawShape(1, 4);
        return _random.Next(8) == 0 ? shape.With(_random.Next(shape.Rank), 0) : shape;
    }

    /// <summary>A shape that broadcasts to another.</summary>
    internal Shape BroadcastTo(Shape whole) =>
        Shape.Create([.. Enumerable.Range(0, whole.Rank).Select(axis => _random.Next(4) == 0 ? 1 : whole[axis])]);

    /// <summary>Some of the axes of a shape; at times none.</summary>
    internal int[] Axes(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Where(_ => Coin())];

    /// <summary>The window of a convolution: no stride skips pixels, no padding is wider than half of the kernel.</summary>
    internal (int Kernel, int Stride, int Padding) Window()
    {
        int kernel = _random.Next(1, 6);
        return (kernel, _random.Next(1, Math.Min(kernel, 3) + 1), _random.Next(0, ((kernel - 1) / 2) + 1));
    }
}
