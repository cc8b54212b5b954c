using ILGpuAutoencoders.Engine.Ops.Activations;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine;

/// <summary>Matrix products of tensors.</summary>
public static class MatMulOp
{
    extension(Tensor a)
    {
        /// <summary>C = A · B for A of [m, k] and B of [k, n].</summary>
        /// <param name="b">The right operand.</param>
        /// <exception cref="ArgumentException">The operands are not matrices or their inner dimensions differ.</exception>
        public Tensor MatMul(Tensor b)
        {
            ArgumentNullException.ThrowIfNull(b);
            if (a.Shape.Rank != 2 || b.Shape.Rank != 2 || a.Shape[1] != b.Shape[0])
            {
                throw new ArgumentException($"MatMul: inner dimensions differ: {a.Shape} x {b.Shape}; give [m, k] x [k, n].", nameof(b));
            }

            int m = a.Shape[0], n = b.Shape[1], k = a.Shape[1];
            var device = a.Device;
            var c = Tensor.Allocate(device, [m, n]);
            Matrix am = Matrix.RowMajor(a.Storage, k), bm = Matrix.RowMajor(b.Storage, n);
            device.Run(new MatrixProduct<Identity>(am, bm, null, c.Storage, m, n, k, default));
            return Autograd.Record(c, [a, b], dc =>
            {
                var dcm = Matrix.RowMajor(dc.Storage, n);
                Autograd.Accumulate(a, da =>
                    device.Run(new MatrixProduct<Identity>(dcm, bm.Transposed, null, da.Storage, m, k, n, default)));
                Autograd.Accumulate(b, db =>
                    device.Run(new MatrixProduct<Identity>(am.Transposed, dcm, null, db.Storage, k, n, m, default)));
            });
        }

        /// <summary>y = x · Wᵀ + b for pictures or vectors x of [N, in], W of [out, in] and b of [out].</summary>
        /// <param name="weight">[out, in], as PyTorch keeps it.</param>
        /// <param name="bias">[out], or null.</param>
        public Tensor Linear(Tensor weight, Tensor? bias = null) => a.Linear<Identity>(weight, bias);

        /// <summary>y = f(x · Wᵀ + b), with the activation fused into the product.</summary>
        /// <typeparam name="TActivation">An operation whose derivative follows from its output.</typeparam>
        /// <param name="weight">[out, in], as PyTorch keeps it.</param>
        /// <param name="bias">[out], or null.</param>
        /// <param name="activation">Its parameters.</param>
        /// <exception cref="ArgumentException">The shapes do not fit, or the derivative needs the activation's operand.</exception>
        public Tensor Linear<TActivation>(Tensor weight, Tensor? bias, TActivation activation = default)
            where TActivation : unmanaged, IUnaryOp
        {
            ArgumentNullException.ThrowIfNull(weight);
            FusedActivation.ThrowUnlessDerivativeFromOutput("Linear", activation);
            if (a.Shape.Rank != 2 || weight.Shape.Rank != 2 || a.Shape[1] != weight.Shape[1]
                || (bias is not null && bias.Count != weight.Shape[0]))
            {
                throw new ArgumentException(
                    $"Linear: x {a.Shape}, weight {weight.Shape} and bias {bias?.Shape.ToString() ?? "none"} do not fit; " +
                    "give [N, in], [out, in] and [out].",
                    nameof(weight));
            }

            int m = a.Shape[0], k = a.Shape[1], n = weight.Shape[0];
            var device = a.Device;
            var y = Tensor.Allocate(device, [m, n]);
            Matrix x = Matrix.RowMajor(a.Storage, k), w = Matrix.RowMajor(weight.Storage, k);
            device.Run(new MatrixProduct<TActivation>(x, w.Transposed, bias?.Storage, y.Storage, m, n, k, activation));
            return Autograd.Record(y, bias is null ? [a, weight] : [a, weight, bias], dy =>
            {
                FusedActivation.Backward(y, dy, bias, activation);
                var dym = Matrix.RowMajor(dy.Storage, n);
                Autograd.Accumulate(weight, dw =>
                    device.Run(new MatrixProduct<Identity>(dym.Transposed, x, null, dw.Storage, n, k, m, default)));
                Autograd.Accumulate(a, dx =>
                    device.Run(new MatrixProduct<Identity>(dym, w, null, dx.Storage, m, k, n, default)));
            });
        }
    }
}
