using ILGpuAutoencoders.Engine.Ops.Pooling;

namespace ILGpuAutoencoders.Engine;

/// <summary>Pooling of pictures.</summary>
public static class MaxPool2dOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// The largest value of each window, without padding; if several are equal, the first, row by row, gets the gradient. x must not
        /// hold NaN.
        /// </summary>
        /// <param name="kernel">Height and width of a window, 1 or more.</param>
        /// <param name="stride">Pixels between windows, 1 or more; PyTorch's default is the kernel.</param>
        /// <returns>[N, (H - kernel) / stride + 1, likewise for W, C] for x of [N, H, W, C].</returns>
        /// <exception cref="ArgumentException">x is not a batch of pictures that a window fits into.</exception>
        public Tensor MaxPool2d(int kernel, int stride)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
            if (x.Shape.Rank != 4 || x.Shape[1] < kernel || x.Shape[2] < kernel)
            {
                throw new ArgumentException(
                    $"MaxPool2d: a window of {kernel}x{kernel} does not fit into x {x.Shape}; give [N, H, W, C] with larger pictures.",
                    nameof(kernel));
            }

            var device = x.Device;
            int h = x.Shape[1], w = x.Shape[2], outH = ((h - kernel) / stride) + 1, outW = ((w - kernel) / stride) + 1;
            var shape = new PoolShape(x.Shape[0], h, w, x.Shape[3], outH, outW, kernel, stride);
            var y = Tensor.Allocate(device, shape.Output);
            device.Run(new MaxPoolForward(x.Storage, y.Storage, shape));
            return Autograd.Record(y, [x], dy => Autograd.Accumulate(x, dx =>
                device.Run(new MaxPoolBackward(x.Storage, y.Storage, dy.Storage, dx.Storage, shape))));
        }
    }
}
