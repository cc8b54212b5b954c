using ILGpuAutoencoders.Engine.Ops.Cropping;

namespace ILGpuAutoencoders.Engine;

/// <summary>Parts of pictures, and pictures with a border.</summary>
public static class CropOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// A rectangle of each picture: y[n, i, j, c] = x[n, i + top, j + left, c], and 0 where that is outside x. A rectangle that is
        /// larger than the picture, from negative places on, is the picture with a border of zeros.
        /// </summary>
        /// <param name="top">Its first row; may be negative.</param>
        /// <param name="left">Its first column; may be negative.</param>
        /// <param name="height">Its rows, 1 or more.</param>
        /// <param name="width">Its columns, 1 or more.</param>
        /// <returns>[N, height, width, C] for x of [N, H, W, C].</returns>
        /// <exception cref="ArgumentException">x is not a batch of pictures.</exception>
        public Tensor Crop(int top, int left, int height, int width)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
            if (x.Shape.Rank != 4)
            {
                throw new ArgumentException($"Crop: x {x.Shape} is not a batch of pictures; give [N, H, W, C].", nameof(height));
            }

            var device = x.Device;
            int channels = x.Shape[3];
            PictureRows whole = new(x.Shape[1], checked(x.Shape[2] * channels)), part = new(height, checked(width * channels));
            int start = checked(left * channels);
            var y = Tensor.Allocate(device, [x.Shape[0], height, width, channels]);
            device.Run(new CropKernel(x.Storage, whole, y.Storage, part, x.Shape[0], top, start));
            return Autograd.Record(y, [x], dy => Autograd.Accumulate(x, dx =>
                device.Run(new CropKernel(dy.Storage, part, dx.Storage, whole, x.Shape[0], -top, -start))));
        }
    }
}
