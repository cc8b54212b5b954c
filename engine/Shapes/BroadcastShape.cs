namespace ILGpuAutoencoders.Engine.Shapes;

/// <summary>
/// How an operand is read while the result's elements are visited in order: four axes, and for each the operand's step,
/// 0 where it broadcasts. Neighbouring axes are merged where both operands allow it, so that the last one is long.
/// </summary>
internal readonly struct BroadcastShape
{
    /// <summary>Result axes, outermost first.</summary>
    internal readonly int N0, N1, N2, N3;

    /// <summary>Steps of operand a along them.</summary>
    internal readonly int A0, A1, A2, A3;

    /// <summary>Steps of operand b along them.</summary>
    internal readonly int B0, B1, B2, B3;

    internal BroadcastShape(Shape result, Shape a, Shape b)
    {
        Span<int> n = stackalloc int[4], sa = stackalloc int[4], sb = stackalloc int[4];
        Shape r4 = result.PadTo4(), a4 = a.PadTo4(), b4 = b.PadTo4();
        int stepA = 1, stepB = 1, used = 0;
        for (int axis = 3; axis >= 0; axis--)
        {
            int size = r4[axis], thisA = a4[axis] == 1 ? 0 : stepA, thisB = b4[axis] == 1 ? 0 : stepB;
            stepA *= a4[axis];
            stepB *= b4[axis];
            if (size == 1)
            {
                continue;
            }

            if (used > 0 && thisA == sa[used - 1] * n[used - 1] && thisB == sb[used - 1] * n[used - 1])
            {
                n[used - 1] *= size;
                continue;
            }

            (n[used], sa[used], sb[used]) = (size, thisA, thisB);
            used++;
        }

        n[used..].Fill(1);
        (N3, N2, N1, N0) = (n[0], n[1], n[2], n[3]);
        (A3, A2, A1, A0) = (sa[0], sa[1], sa[2], sa[3]);
        (B3, B2, B1, B0) = (sb[0], sb[1], sb[2], sb[3]);
    }

    /// <summary>Rows of <see cref="N3"/> elements.</summary>
    internal int Rows => N0 * N1 * N2;

    /// <summary>Where row <paramref name="row"/> starts in operand a.</summary>
    internal int RowA(int row) => ((row / (N1 * N2)) * A0) + ((row / N2 % N1) * A1) + ((row % N2) * A2);

    /// <summary>Where row <paramref name="row"/> starts in operand b.</summary>
    internal int RowB(int row) => ((row / (N1 * N2)) * B0) + ((row / N2 % N1) * B1) + ((row % N2) * B2);
}
