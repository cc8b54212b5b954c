using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Rearrangement;

namespace ILGpuAutoencoders.Engine;

/// <summary>Parts of tensors.</summary>
public static class SliceOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// A run along one axis, copied: x.Slice(1, 2..5) is columns 2, 3 and 4 of a matrix, x.Slice(^1, ..1) the first channel of
        /// pictures.
        /// </summary>
        /// <param name="axis">The axis.</param>
        /// <param name="range">The places along it, at least one.</param>
        /// <returns>A tensor of the same axes, of which this one is as long as the range.</returns>
        /// <exception cref="ArgumentException">There is no such axis, or the range is empty or not within it.</exception>
        public Tensor Slice(Index axis, Range range)
        {
            int rank = x.Shape.Rank, at = axis.GetOffset(rank), size = at >= 0 && at < rank ? x.Shape[at] : 0;
            int start = range.Start.GetOffset(size), count = range.End.GetOffset(size) - start;
            if (size == 0 || start < 0 || count < 1 || start + count > size)
            {
                throw new ArgumentException(
                    $"Slice: {range} of axis {axis} is not within {x.Shape}; give an axis of it and a range of at least one place.",
                    nameof(range));
            }

            int inner = 1, outer = x.Count;
            for (int i = at; i < rank; i++)
            {
                inner *= i == at ? 1 : x.Shape[i];
                outer /= x.Shape[i];
            }

            var device = x.Device;
            int width = size * inner, columns = count * inner, first = start * inner;
            var y = Tensor.Allocate(device, x.Shape.With(at, count));
            device.Run(new ColumnCopy(new(x.Storage, width, first), new(y.Storage, columns, 0), outer, columns));
            return Autograd.Record(y, [x], dy => Autograd.Accumulate(x, dx =>
            {
                device.Run(new Fill(dx.Storage, 0, dx.Count));
                device.Run(new ColumnCopy(new(dy.Storage, columns, 0), new(dx.Storage, width, first), outer, columns));
            }));
        }
    }
}
