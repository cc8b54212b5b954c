namespace ILGpuAutoencoders.Engine;

/// <summary>The same elements under another shape.</summary>
public static class ReshapeOp
{
    extension(Tensor x)
    {
        /// <summary>The same elements, in the same order and memory, under another shape.</summary>
        /// <param name="shape">As many elements as x has.</param>
        /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
        public Tensor Reshape(Shape shape)
        {
            if (shape.Count != x.Count)
            {
                throw new ArgumentException(
                    $"Reshape: {x.Shape} has {x.Count} elements and {shape} has {shape.Count}; they must be equal.", nameof(shape));
            }

            var y = x.WithShape(shape);
            return Autograd.Record(y, [x], dy => Autograd.Move(x, dy));
        }

        /// <summary>
        /// A view that is not on the tape. Its storage is a slice, so that only <paramref name="x"/> can free the memory.
        /// </summary>
        internal Tensor WithShape(Shape shape) => new(shape, x.Storage.Slice(0, shape.Count));
    }
}
