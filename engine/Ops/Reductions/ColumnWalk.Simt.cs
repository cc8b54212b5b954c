using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Ops.Reductions;

/// <summary>
/// How the threads of a launch walk [outer, rows, columns]: those of a group are side by side over columns, so that they touch
/// neighbouring memory, and below each other over rows; a group walks down one piece of the rows. It depends only on the shape and the
/// kind of device.
/// </summary>
internal struct ColumnWalk
{
    /// <summary>The most threads per group.</summary>
    internal const int MostThreads = 256;

    internal int Outer, Rows, Columns, RowsAPiece, Pieces, Slabs;

    /// <summary>Binary logarithm of the number of threads side by side.</summary>
    internal int Shift;

    /// <summary>Plans a launch.</summary>
    /// <param name="device">Where.</param>
    /// <param name="outer">Matrices one after another.</param>
    /// <param name="rows">Rows of each, 0 or more.</param>
    /// <param name="columns">Columns of each, 1 or more.</param>
    /// <param name="width">Columns per thread.</param>
    /// <param name="mostPieces">The most pieces of the rows.</param>
    /// <param name="mostAcross">The most threads side by side; a power of two.</param>
    internal static ColumnWalk Of(SimtDevice device, int outer, int rows, int columns, int width, int mostPieces, int mostAcross = 32)
    {
        int threads = device.Target.ElementThreads, units = (columns + width - 1) / width;
        int across = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)units), (uint)Math.Min(mostAcross, Math.Max(1, threads / 2)));
        int slabs = (units + across - 1) / across, rowsDown = threads / across;
        // Enough groups to fill the device, and a few rows for each thread to make its tree worthwhile.
        int enough = ((8 * device.Target.EnoughGroups) + slabs - 1) / slabs;
        int pieces = Math.Clamp(rows / (4 * rowsDown), 1, Math.Min(mostPieces, Math.Max(1, enough / outer)));
        int rowsAPiece = Math.Max(1, (rows + pieces - 1) / pieces);
        return new()
        {
            Outer = outer,
            Rows = rows,
            Columns = columns,
            RowsAPiece = rowsAPiece,
            Pieces = Math.Max(1, (rows + rowsAPiece - 1) / rowsAPiece),
            Slabs = slabs,
            Shift = BitOperations.Log2((uint)across),
        };
    }

    internal readonly int Groups => Outer * Pieces * Slabs;

    /// <summary>The place of a thread.</summary>
    /// <param name="width">Columns per thread.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Place Start(int width)
    {
        int slab = Grid.IdxX % Slabs, rest = Grid.IdxX / Slabs, piece = rest % Pieces, outer = rest / Pieces, first = piece * RowsAPiece;
        return new Place
        {
            Column = ((slab << Shift) + (Group.IdxX & ((1 << Shift) - 1))) * width,
            Down = Group.IdxX >> Shift,
            Step = Group.DimX >> Shift,
            Piece = piece,
            Part = rest,
            First = first,
            End = Math.Min(Rows, first + RowsAPiece),
            Base = outer * Rows,
        };
    }

    /// <summary>
    /// A thread's column, and the rows from <see cref="First"/> + <see cref="Down"/> to <see cref="End"/> in steps of
    /// <see cref="Step"/>.
    /// </summary>
    internal struct Place
    {
        internal int Column, Down, Step, Piece, First, End;

        /// <summary>The piece of rows, numbered over all matrices.</summary>
        internal int Part;

        /// <summary>The rows of all earlier matrices.</summary>
        internal int Base;
    }
}
