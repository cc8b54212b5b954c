using ILGpuAutoencoders.Engine.Ops.Rearrangement;

namespace ILGpuAutoencoders.Engine;

/// <summary>Tensors side by side.</summary>
public static class ConcatOp
{
    extension(Tensor first)
    {
        /// <summary>This tensor and others one after another along the last axis: the channels of pictures.</summary>
        /// <param name="others">Tensors with the same axes as the first, except the last.</param>
        /// <exception cref="ArgumentException">Another axis differs.</exception>
        public Tensor Concat(params ReadOnlySpan<Tensor> others)
        {
            Tensor[] parts = [first, .. others];
            int width = 0, rank = first.Shape.Rank;
            foreach (var part in parts)
            {
                ArgumentNullException.ThrowIfNull(part);
                if (rank == 0 || part.Shape.Rank != rank || part.Shape.With(rank - 1, 0) != first.Shape.With(rank - 1, 0))
                {
                    throw new ArgumentException(
                        $"Concat: {part.Shape} does not fit beside {first.Shape}; all axes but the last must be equal.", nameof(others));
                }

                width = checked(width + part.Shape[^1]);
            }

            var device = first.Device;
            var y = Tensor.Allocate(device, first.Shape.With(rank - 1, width));
            int rows = width == 0 ? 0 : y.Count / width, start = 0;
            int[] starts = new int[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                int columns = parts[i].Shape[^1];
                starts[i] = start;
                device.Run(new ColumnCopy(new(parts[i].Storage, columns, 0), new(y.Storage, width, start), rows, columns));
                start += columns;
            }

            return Autograd.Record(y, parts, dy =>
            {
                for (int i = 0; i < parts.Length; i++)
                {
                    int columns = parts[i].Shape[^1], at = starts[i];
                    Autograd.Accumulate(parts[i], dx =>
                        device.Run(new ColumnCopy(new(dy.Storage, width, at), new(dx.Storage, columns, 0), rows, columns)));
                }
            });
        }
    }
}
