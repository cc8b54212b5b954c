using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Reductions;

/// <summary>What is added up down the columns of [outer, rows, columns].</summary>
internal interface IColumnTerms
{
    /// <summary>Sums per column: 1 or 2.</summary>
    static abstract int Sums { get; }

    /// <summary>Whether terms depend on the column's number; if not, several rows may be treated as one.</summary>
    static abstract bool KnowsColumns { get; }

    /// <summary>
    /// Adds the terms of the elements from <paramref name="element"/> on, in the columns from <paramref name="column"/> on; it may also
    /// write values derived from them.
    /// </summary>
    void Add<T>(int element, int column, ref T first, ref T second)
        where T : unmanaged, ISimtLane<T>;
}

/// <summary>
/// Sums down columns in at most two launches, in an order that depends on the shape: threads add their rows, groups add their threads'
/// sums as a tree and leave one partial sum per piece; a second launch adds the pieces.
/// </summary>
internal static class ColumnFold<TTerms>
    where TTerms : struct, IColumnTerms
{
    /// <summary>Few enough for the second launch, whose groups are few.</summary>
    private const int MostPieces = 512;

    /// <summary>Launches it.</summary>
    /// <param name="device">Where.</param>
    /// <param name="terms">What is added.</param>
    /// <param name="shape">Matrices, rows and columns.</param>
    /// <param name="isWide">Whether the storages of the terms begin at multiples of four floats.</param>
    /// <param name="first">[outer, columns], the first sums.</param>
    /// <param name="second">The second sums; null if there is one sum per column.</param>
    /// <param name="scale">Factor of the sums.</param>
    internal static void Launch(
        SimtDevice device, in TTerms terms, (int Outer, int Rows, int Columns) shape, bool isWide,
        Storage first, Storage? second, float scale = 1)
    {
        var (outer, rows, columns) = shape;
        if (outer * columns == 0)
        {
            return;
        }

        bool isQuad = isWide && columns % 4 == 0 && SimtDevice.AreWide(first, second ?? first);
        var walk = ColumnWalk.Of(device, outer, rows, columns, isQuad ? 4 : 1, MostPieces);
        // Four rows of three columns are one row of twelve, which can be read four at a time; a piece then has four rows of partial sums.
        int joined = isWide && !isQuad && TTerms.Sums == 1 && !TTerms.KnowsColumns && rows % 4 == 0 && walk.Pieces > 1 ? 4 : 1;
        if (joined > 1)
        {
            (isQuad, walk) = (true, ColumnWalk.Of(device, outer, rows / joined, columns * joined, 4, MostPieces));
        }

        var target = new ColumnFold.Target
        {
            First = device.View(first),
            Second = second is null ? default : device.View(second),
            Step = columns,
            Scale = scale,
        };
        if (walk.Pieces == 1 && joined == 1)
        {
            Launch(device, terms, walk, isQuad, target);
            return;
        }

        int width = columns * joined, parts = outer * walk.Pieces;
        var partials = device.Partials((long)parts * width * TTerms.Sums);
        var parted = new ColumnFold.Target
        {
            First = partials,
            Second = partials.SubView((TTerms.Sums - 1) * width),
            Step = TTerms.Sums * width,
            Scale = 1,
        };
        Launch(device, terms, walk, isQuad, parted);

        // The layout of the partial sums is [outer, pieces · joined, sums, columns].
        int rest = walk.Pieces * joined;
        bool isQuadAgain = columns % 4 == 0 && SimtDevice.AreWide(first, second ?? first);
        var again = ColumnWalk.Of(device, outer, rest, columns, isQuadAgain ? 4 : 1, mostPieces: 1, mostAcross: 4);
        if (TTerms.Sums == 1)
        {
            ColumnFold<AxisTerms>.Launch(device, new AxisTerms { X = partials }, again, isQuadAgain, target);
        }
        else
        {
            var pairs = new PartialPairs { Partials = partials, Columns = columns };
            ColumnFold<PartialPairs>.Launch(device, pairs, again, isQuadAgain, target);
        }
    }

    internal static void Launch(SimtDevice device, in TTerms terms, in ColumnWalk walk, bool isQuad, in ColumnFold.Target target)
    {
        var args = new Args { Terms = terms, Walk = walk, Target = target };
        if (isQuad)
        {
            device.Launch(Kernel<Float4>, walk.Groups, device.Target.ElementThreads, args);
        }
        else
        {
            device.Launch(Kernel<ScalarLane>, walk.Groups, device.Target.ElementThreads, args);
        }
    }

    private static void Kernel<T>(Args a)
        where T : unmanaged, ISimtLane<T>
    {
        var shared = SharedMemory.Allocate<T>(TTerms.Sums * ColumnWalk.MostThreads);
        var place = a.Walk.Start(T.Width);
        T first = T.Constant(0), second = T.Constant(0);
        bool isInside = place.Column < a.Walk.Columns;
        if (isInside)
        {
            for (int r = place.First + place.Down; r < place.End; r += place.Step)
            {
                a.Terms.Add(((place.Base + r) * a.Walk.Columns) + place.Column, place.Column, ref first, ref second);
            }
        }

        shared[Group.IdxX] = first;
        if (TTerms.Sums == 2)
        {
            shared[ColumnWalk.MostThreads + Group.IdxX] = second;
        }

        Group.Barrier();
        for (int half = place.Step >> 1; half > 0; half >>= 1)
        {
            if (place.Down < half)
            {
                int other = Group.IdxX + (half << a.Walk.Shift);
                shared[Group.IdxX] += shared[other];
                if (TTerms.Sums == 2)
                {
                    shared[ColumnWalk.MostThreads + Group.IdxX] += shared[ColumnWalk.MostThreads + other];
                }
            }

            Group.Barrier();
        }

        if (isInside & (place.Down == 0))
        {
            int at = (place.Part * a.Target.Step) + place.Column;
            T.Store(shared[Group.IdxX] * T.Constant(a.Target.Scale), a.Target.First, at);
            if (TTerms.Sums == 2)
            {
                T.Store(shared[ColumnWalk.MostThreads + Group.IdxX] * T.Constant(a.Target.Scale), a.Target.Second, at);
            }
        }
    }

    internal struct Args
    {
        internal ColumnWalk Walk;
        internal ColumnFold.Target Target;
        internal TTerms Terms;
    }
}

/// <summary>What all folds of columns share.</summary>
internal static class ColumnFold
{
    /// <summary>Where sums go: those of a piece are <see cref="Step"/> floats after those of the previous piece.</summary>
    internal struct Target
    {
        internal ArrayView<float> First, Second;
        internal int Step;
        internal float Scale;
    }
}

/// <summary>Plain sums of the elements.</summary>
internal struct AxisTerms : IColumnTerms
{
    internal ArrayView<float> X;

    public static int Sums => 1;

    public static bool KnowsColumns => false;

    public readonly void Add<T>(int element, int column, ref T first, ref T second)
        where T : unmanaged, ISimtLane<T> => first += T.Load(X, element);
}

/// <summary>The two sums of each piece, [pieces, 2, columns], of one matrix.</summary>
internal struct PartialPairs : IColumnTerms
{
    internal ArrayView<float> Partials;
    internal int Columns;

    public static int Sums => 2;

    public static bool KnowsColumns => true;

    public readonly void Add<T>(int element, int column, ref T first, ref T second)
        where T : unmanaged, ISimtLane<T>
    {
        // For row r and column c: r · columns + c becomes r · 2 · columns + c.
        int at = element + element - column;
        first += T.Load(Partials, at);
        second += T.Load(Partials, at + Columns);
    }
}
