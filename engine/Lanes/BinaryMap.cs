using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine.Lanes;

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
