using ILGpuAutoencoders.Engine.Ops.Upsampling;

namespace ILGpuAutoencoders.Engine;

/// <summary>Upsampling of pictures.</summary>
public static class UpsampleNearestOp
{
    extension(Tensor x)
    {
        /// <summary>Nearest-neighbour upsampling: each pixel becomes factor x factor equal ones.</summary>
        /// <param name="factor">1 or more.</param>
        /// <returns>[N, H · factor, W · factor, C] for x of [N, H, W, C].</returns>
        /// <exception cref="ArgumentException">x is not a batch of pictures.</exception>
        public Tensor UpsampleNearest(int factor)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
            if (x.Shape.Rank != 4)
            {
                throw new ArgumentException($"UpsampleNearest: x {x.Shape} is not a batch of pictures; give [N, H, W, C].", nameof(factor));
            }

            var device = x.Device;
            var shape = new UpsampleShape(x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], factor);
            var y = Tensor.Allocate(device, shape.Large);
            device.Run(new UpsampleForward(x.Storage, y.Storage, shape));
            return Autograd.Record(y, [x], dy => Autograd.Accumulate(x, dx =>
                device.Run(new UpsampleBackward(dy.Storage, dx.Storage, shape))));
        }
    }
}
