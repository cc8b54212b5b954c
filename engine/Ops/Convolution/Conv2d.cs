using ILGpuAutoencoders.Engine.Ops.Activations;
using ILGpuAutoencoders.Engine.Ops.Convolution;

namespace ILGpuAutoencoders.Engine;

/// <summary>Convolution of pictures.</summary>
public static class Conv2dOp
{
    extension(Tensor x)
    {
        /// <summary>The convolution (cross-correlation, as in PyTorch) of pictures.</summary>
        /// <param name="weight">[kernel height, kernel width, C, out].</param>
        /// <param name="bias">[out], or null.</param>
        /// <param name="stride">1 or more.</param>
        /// <param name="padding">Zeros around the picture, 0 or more.</param>
        /// <returns>[N, (H + 2·padding - kernel) / stride + 1, likewise for W, out] for x of [N, H, W, C].</returns>
        public Tensor Conv2d(Tensor weight, Tensor? bias, int stride, int padding) => x.Conv2d<Identity>(weight, bias, stride, padding);

        /// <summary>The convolution with an activation fused into it.</summary>
        /// <typeparam name="TActivation">An operation whose derivative follows from its output.</typeparam>
        /// <param name="weight">[kernel height, kernel width, C, out].</param>
        /// <param name="bias">[out], or null.</param>
        /// <param name="stride">1 or more.</param>
        /// <param name="padding">Zeros around the picture, 0 or more.</param>
        /// <param name="activation">Its parameters.</param>
        /// <exception cref="ArgumentException">The shapes do not fit, or the derivative needs the activation's operand.</exception>
        public Tensor Conv2d<TActivation>(Tensor weight, Tensor? bias, int stride, int padding, TActivation activation = default)
            where TActivation : unmanaged, IUnaryOp
        {
            ArgumentNullException.ThrowIfNull(weight);
            FusedActivation.ThrowUnlessDerivativeFromOutput("Conv2d", activation);
            var shape = ConvShape.OfConvolution(x.Shape, weight.Shape, stride, padding);
            var device = x.Device;
            var y = Tensor.Allocate(device, shape.Patches);
            device.Run(new ConvForward<TActivation>(x.Storage, weight.Storage, bias?.Storage, y.Storage, shape, activation));
            return Autograd.Record(y, bias is null ? [x, weight] : [x, weight, bias], dy =>
            {
                FusedActivation.Backward(y, dy, bias, activation);
                Autograd.Accumulate(weight, dw => device.Run(new ConvByWeight(x.Storage, dy.Storage, dw.Storage, shape)));
                Autograd.Accumulate(x, dx =>
                    device.Run(new ConvByInput<Identity>(dy.Storage, weight.Storage, null, dx.Storage, shape, default)));
            });
        }
    }
}
