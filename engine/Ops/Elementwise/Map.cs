using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine;

/// <summary>Applies a unary element-wise operation to tensors.</summary>
public static class UnaryOps
{
    extension(Tensor x)
    {
        /// <summary>y = f(x), element by element, with its gradient.</summary>
        /// <typeparam name="TOp">The formula.</typeparam>
        /// <param name="op">Its parameters.</param>
        public Tensor Map<TOp>(TOp op = default)
            where TOp : unmanaged, IUnaryOp
        {
            var y = Tensor.Allocate(x.Device, x.Shape);
            x.Device.Run(new UnaryMap<TOp>(x.Storage, y.Storage, x.Count, op));
            var saved = op.DerivativeFromOutput ? y : x;
            return Autograd.Record(y, [x], dy => Autograd.Accumulate(x, dx =>
                x.Device.Run(new UnaryMapBackward<TOp>(saved.Storage, dy.Storage, dx.Storage, x.Count, op))));
        }
    }
}
