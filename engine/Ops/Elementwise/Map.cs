using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine;

/// <summary>Applies an element-wise formula to tensors: the basis of every operation in this folder.</summary>
public static class MapOp
{
    extension(Tensor x)
    {
        /// <summary>y = f(x), element by element, with its gradient.</summary>
        /// <typeparam name="TOp">The formula; it has no parameters.</typeparam>
        public Tensor Map<TOp>()
            where TOp : unmanaged, IUnaryOp => x.Map(default(TOp));

        /// <summary>y = f(x), element by element, with its gradient.</summary>
        /// <typeparam name="TOp">The formula.</typeparam>
        /// <param name="op">Its parameters.</param>
        public Tensor Map<TOp>(TOp op)
            where TOp : unmanaged, IUnaryOp
        {
            var y = Tensor.Allocate(x.Device, x.Shape);
            x.Device.Run(new UnaryMap<TOp>(x.Storage, y.Storage, x.Count, op));
            var saved = op.DerivativeFromOutput ? y : x;
            return Autograd.Record(y, [x], dy => Autograd.Accumulate(x, dx =>
                x.Device.Run(new UnaryMapBackward<TOp>(saved.Storage, dy.Storage, dx.Storage, x.Count, op))));
        }

        /// <summary>z = f(x, b), element by element, with its gradients.</summary>
        /// <typeparam name="TOp">The formula.</typeparam>
        /// <param name="b">The other operand; axes match from the end, and an axis of 1 stretches.</param>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public Tensor Map<TOp>(Tensor b)
            where TOp : unmanaged, IBinaryOp
        {
            ArgumentNullException.ThrowIfNull(b);
            var device = x.Device;
            var z = Tensor.Allocate(device, Shape.Broadcast(typeof(TOp).Name, x.Shape, b.Shape));
            var shape = new BroadcastShape(z.Shape, x.Shape, b.Shape);
            device.Run(new BinaryMap<TOp>(x.Storage, b.Storage, z.Storage, shape));
            return Autograd.Record(z, [x, b], dz =>
            {
                Term(x, forA: true);
                Term(b, forA: false);

                void Term(Tensor operand, bool forA) => Autograd.Accumulate(operand, gradient =>
                {
                    var full = operand.Shape == z.Shape ? gradient : Tensor.Allocate(device, z.Shape);
                    device.Run(new BinaryMapBackward<TOp>(x.Storage, b.Storage, dz.Storage, full.Storage, shape, forA));
                    if (full != gradient)
                    {
                        Reduction.SumInto(full, gradient);
                        device.Free(full.Storage);
                    }
                });
            });
        }
    }
}
