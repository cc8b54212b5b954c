namespace ILGpuAutoencoders.Engine;

/// <summary>z = f(a, b) over the elements of z, with a and b broadcast.</summary>
internal readonly partial struct BinaryMap<TOp>(Storage a, Storage b, Storage z, BroadcastShape shape) : IKernel
    where TOp : unmanaged, IBinaryOp
{
    private readonly Storage _a = a, _b = b, _z = z;
    private readonly BroadcastShape _shape = shape;
}

/// <summary>The formula dz · ∂f/∂a as a binary map of a and b with a third operand: z = dz · D(a, b).</summary>
internal readonly partial struct BinaryMapBackward<TOp>(Storage a, Storage b, Storage dz, Storage result, BroadcastShape shape, bool forA) : IKernel
    where TOp : unmanaged, IBinaryOp
{
    private readonly Storage _a = a, _b = b, _dz = dz, _result = result;
    private readonly BroadcastShape _shape = shape;
    private readonly bool _forA = forA;
}

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
