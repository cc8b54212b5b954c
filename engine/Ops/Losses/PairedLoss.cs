using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine.Ops.Losses;

/// <summary>
/// Losses that are sums over pairs of elements. The forward pass, which reads both operands anyway, writes their gradients already
/// scaled; the backward pass passes them on unchanged if it started from this loss, and multiplies them by d total / d loss otherwise.
/// They cost one buffer per operand that requires a gradient, which becomes its gradient.
/// </summary>
internal static class PairedLoss
{
    /// <summary>Σ f(a, b) / divisor, with its gradients.</summary>
    internal static Tensor Of<TOp>(string operation, Tensor a, Tensor b, int divisor)
        where TOp : unmanaged, IBinaryOp
    {
        ArgumentNullException.ThrowIfNull(b);
        if (a.Shape != b.Shape || a.Count == 0)
        {
            throw new ArgumentException($"{operation}: the shapes {a.Shape} and {b.Shape} must be equal and have elements.", nameof(b));
        }

        var device = a.Device;
        var loss = Tensor.Allocate(device, []);
        Storage? da = GradientOf(a), db = GradientOf(b);
        device.Run(new PairLoss<TOp>(a.Storage, b.Storage, da, db, loss.Storage, a.Count, 1f / divisor));
        return Autograd.Record(loss, [a, b], dloss =>
        {
            HandOn(a, da, dloss);
            HandOn(b, db, dloss);
        });
    }

    private static Storage? GradientOf(Tensor operand) =>
        Autograd.IsRecording && operand.RequiresGradient ? operand.Device.Allocate(operand.Count) : null;

    private static void HandOn(Tensor operand, Storage? gradient, Tensor dloss)
    {
        if (gradient is null)
        {
            return;
        }

        var device = operand.Device;
        if (!dloss.IsOne)
        {
            var shape = new BroadcastShape([operand.Count], [operand.Count], [1]);
            device.Run(new BinaryMap<Multiply>(gradient, dloss.Storage, gradient, shape));
        }

        var term = new Tensor(operand.Shape, gradient);
        Autograd.Move(operand, term);
        if (!term.IsMoved)
        {
            device.Free(gradient);
        }
    }
}
