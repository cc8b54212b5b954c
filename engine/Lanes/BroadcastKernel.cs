using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>Runs one body of two broadcast operands on either kind of device.</summary>
internal static class BroadcastKernel
{
    /// <summary>
    /// Handles all elements of the result on the CPU: a piece of work is many short rows or part of a long one.
    /// </summary>
    internal static unsafe void Run<TBody>(SimdDevice device, in BroadcastShape shape, Storage a, Storage b, in TBody body)
        where TBody : struct, IBroadcastBody<HostFloats>
    {
        int rowsAPiece = Math.Max(1, Rows<TBody>.Piece / Math.Max(1, shape.N3));
        int piecesARow = Math.Max(1, (shape.N3 + Rows<TBody>.Piece - 1) / Rows<TBody>.Piece);
        var rows = new Rows<TBody>
        {
            A = device.Pointer(a),
            B = device.Pointer(b),
            Body = body,
            Shape = shape,
            RowsAPiece = rowsAPiece,
            PiecesARow = piecesARow,
        };
        device.For((shape.Rows + rowsAPiece - 1) / rowsAPiece * piecesARow, ref rows);
    }

    /// <summary>Handles all elements of the result on an ILGPU accelerator: by lanes if it is one row, else one by one.</summary>
    /// <param name="device">Where.</param>
    /// <param name="shape">How the operands are stretched.</param>
    /// <param name="a">An operand.</param>
    /// <param name="b">The other.</param>
    /// <param name="body">What happens to each element.</param>
    /// <param name="results">The storages that the body itself reads and writes by lanes.</param>
    internal static void Run<TBody>(
        SimtDevice device, in BroadcastShape shape, Storage a, Storage b, in TBody body, params ReadOnlySpan<Storage> results)
        where TBody : struct, IBroadcastBody<ArrayView<float>>
    {
        var elements = new Broadcast<ArrayView<float>, TBody>
        {
            A = new(device.View(a), shape.A3),
            B = new(device.View(b), shape.B3),
            Body = body,
        };
        if (shape.Rows == 1)
        {
            bool areWide = (shape.A3 == 0 || SimtDevice.AreWide(a)) && (shape.B3 == 0 || SimtDevice.AreWide(b));
            SimtLoop<Broadcast<ArrayView<float>, TBody>>.Launch(device, shape.N3, elements, areWide, results);
        }
        else
        {
            BroadcastRows<TBody>.Launch(device, shape, elements);
        }
    }

    private unsafe struct Rows<TBody> : IParallelBody
        where TBody : struct, IBroadcastBody<HostFloats>
    {
        /// <summary>
        /// Elements per piece; a multiple of every lane's width, so that cutting a row into pieces does not change which lane handles an
        /// element.
        /// </summary>
        internal const int Piece = 1 << 14;

        internal float* A, B;
        internal TBody Body;
        internal BroadcastShape Shape;
        internal int RowsAPiece, PiecesARow;

        public readonly void Invoke(int index)
        {
            int first = index / PiecesARow * RowsAPiece, start = index % PiecesARow * Piece;
            int end = PiecesARow == 1 ? Shape.N3 : Math.Min(Shape.N3, start + Piece);
            for (int row = first; row < Math.Min(Shape.Rows, first + RowsAPiece); row++)
            {
                int z = row * Shape.N3;
                var elements = new OnHost<Broadcast<HostFloats, TBody>>(new()
                {
                    A = Of(A + Shape.RowA(row), Shape.A3, z),
                    B = Of(B + Shape.RowB(row), Shape.B3, z),
                    Body = Body,
                });
                ElementLoop.Range(ref elements, z + start, z + end);
            }
        }

        /// <summary>A row of an operand, indexed like the result, whose row begins at z.</summary>
        private static Operand<HostFloats> Of(float* row, int step, int z) => new(new(step == 0 ? row : row - z), step);
    }
}
