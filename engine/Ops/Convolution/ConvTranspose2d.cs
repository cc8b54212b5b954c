using ILGpuAutoencoders.Engine.Ops.Activations;
using ILGpuAutoencoders.Engine.Ops.Convolution;

namespace ILGpuAutoencoders.Engine;

/// <summary>Transposed convolutions of pictures.</summary>
public static class ConvTranspose2dOp
{
    extension(Tensor x)
    {
        /// <summary>The transposed convolution of pictures: the gradient of a convolution by its input, as a layer.</summary>
        /// <param name="weight">[kernel height, kernel width, out, in]: the weights of the convolution that it transposes.</param>
        /// <param name="bias">[out], or null.</param>
        /// <param name="stride">1 or more.</param>
        /// <param name="padding">Rows and columns cut off around the result, 0 or more.</param>
        /// <returns>[N, (H - 1)·stride - 2·padding + kernel, likewise for W, out] for x of [N, H, W, in].</returns>
        public Tensor ConvTranspose2d(Tensor weight, Tensor? bias, int stride, int padding) =>
            x.ConvTranspose2d<Identity>(weight, bias, stride, padding);

        /// <summary>The transposed convolution with an activation fused into it.</summary>
        /// <typeparam name="TActivation">An operation whose derivative follows from its output.</typeparam>
        /// <param name="weight">[kernel height, kernel width, out, in].</param>
        /// <param name="bias">[out], or null.</param>
        /// <param name="stride">1 or more.</param>
        /// <param name="padding">Rows and columns cut off around the result, 0 or more.</param>
        /// <param name="activation">Its parameters.</param>
        /// <exception cref="ArgumentException">The shapes do not fit, or the derivative needs the activation's operand.</exception>
        public Tensor ConvTranspose2d<TActivation>(Tensor weight, Tensor? bias, int stride, int padding, TActivation activation = default)
            where TActivation : unmanaged, IUnaryOp
        {
            ArgumentNullException.ThrowIfNull(weight);
            FusedActivation.ThrowUnlessDerivativeFromOutput("ConvTranspose2d", activation);
            var shape = ConvShape.OfTransposed(x.Shape, weight.Shape, stride, padding);
            var device = x.Device;
            var y = Tensor.Allocate(device, shape.Image);
            device.Run(new ConvByInput<TActivation>(x.Storage, weight.Storage, bias?.Storage, y.Storage, shape, activation));
            return Autograd.Record(y, bias is null ? [x, weight] : [x, weight, bias], dy =>
            {
                FusedActivation.Backward(y, dy, bias, activation);
                Autograd.Accumulate(weight, dw => device.Run(new ConvByWeight(dy.Storage, x.Storage, dw.Storage, shape)));
                Autograd.Accumulate(x, dx =>
                    device.Run(new ConvForward<Identity>(dy.Storage, weight.Storage, null, dx.Storage, shape, default)));
            });
        }
    }
}
