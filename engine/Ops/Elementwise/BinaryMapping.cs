using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine;

/// <summary>Applies a binary element-wise operation to tensors.</summary>
public static class BinaryOps
{
    extension(Tensor a)
    {
        /// <summary>z = f(a, b), element by element, with its gradients.</summary>
        /// <typeparam name="TOp">The formula.</typeparam>
        /// <param name="b">The other operand; axes match from the end, and an axis of 1 stretches.</param>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public Tensor Map<TOp>(Tensor b)
            where TOp : unmanaged, IBinaryOp
        {
            ArgumentNullException.ThrowIfNull(b);
            var device = a.Device;
            var z = Tensor.Allocate(device, Shape.Broadcast(typeof(TOp).Name, a.Shape, b.Shape));
            var shape = new BroadcastShape(z.Shape, a.Shape, b.Shape);
            device.Run(new BinaryMap<TOp>(a.Storage, b.Storage, z.Storage, shape));
            return Autograd.Record(z, [a, b], dz =>
            {
                Term(a, forA: true);
                Term(b, forA: false);

                void Term(Tensor operand, bool forA) => Autograd.Accumulate(operand, gradient =>
                {
                    var full = operand.Shape == z.Shape ? gradient : Tensor.Allocate(device, z.Shape);
                    device.Run(new BinaryMapBackward<TOp>(a.Storage, b.Storage, dz.Storage, full.Storage, shape, forA));
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
