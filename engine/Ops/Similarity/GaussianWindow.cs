namespace ILGpuAutoencoders.Engine.Ops.Similarity;

/// <summary>The local mean on which structural similarity is built.</summary>
internal static class GaussianWindowOp
{
    /// <summary>Side of the window in pixels.</summary>
    internal const int Side = AxisFilter.Taps;

    extension(Tensor x)
    {
        /// <summary>
        /// y[n, i, j, c] = Σ t[k] t[l] x[n, i + k, j + l, c]: a mean under an 11 x 11 Gaussian window of sigma 1.5, wherever the window
        /// is inside the picture. [N, H, W, C] becomes [N, H - 10, W - 10, C]. The window is separable: rows first, then columns.
        /// </summary>
        /// <exception cref="ArgumentException">It is not a batch of pictures, or they are smaller than the window.</exception>
        public Tensor GaussianWindow()
        {
            if (x.Shape.Rank != 4 || x.Shape[1] < Side || x.Shape[2] < Side)
            {
                throw new ArgumentException(
                    $"GaussianWindow: a window of {Side}x{Side} does not fit into {x.Shape}; give [N, H, W, C] with larger pictures.",
                    nameof(x));
            }

            var device = x.Device;
            int pictures = x.Shape[0], height = x.Shape[1], width = x.Shape[2], channels = x.Shape[3], cut = Side - 1;
            var y = Tensor.Allocate(device, [pictures, height - cut, width - cut, channels]);
            Filter(x.Storage, y.Storage, (pictures * height, width, channels), (pictures, height, (width - cut) * channels), padding: 0);
            return Autograd.Record(y, [x], dy => Autograd.Accumulate(x, dx =>
                Filter(dy.Storage, dx.Storage, (pictures, height - cut, (width - cut) * channels),
                    (pictures * height, width - cut, channels), padding: cut)));
        }
    }

    /// <summary>Filters along the middle one of three axes, and then along that of three others.</summary>
    private static void Filter(
        Storage x, Storage y, (int Outer, int Length, int Inner) first, (int Outer, int Length, int Inner) second, int padding)
    {
        var device = x.Device;
        var between = device.Allocate(second.Outer * second.Length * second.Inner);
        device.Run(new AxisFilter(x, between, first.Outer, first.Length, first.Inner, padding));
        device.Run(new AxisFilter(between, y, second.Outer, second.Length, second.Inner, padding));
        device.Free(between);
    }
}
