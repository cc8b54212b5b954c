using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Activations;

/// <summary>The backward half of an activation and bias that a product applied to its result.</summary>
internal static class FusedActivation
{
    /// <summary>
    /// Turns d loss / dy into d loss / d (what the activation was applied to), in place, and adds its sum over all but the last axis to
    /// the bias's gradient.
    /// </summary>
    internal static void Backward<TActivation>(Tensor y, Tensor dy, Tensor? bias, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        if (bias is { RequiresGradient: true })
        {
            int columns = bias.Count, rows = y.Count / columns;
            Autograd.Accumulate(bias, db =>
                y.Device.Run(new BiasGradient<TActivation>(y.Storage, dy.Storage, db.Storage, rows, columns, activation)));
        }
        else if (typeof(TActivation) != typeof(Identity))
        {
            y.Device.Run(new UnaryMapBackward<TActivation>(y.Storage, dy.Storage, dy.Storage, y.Count, activation));
        }
    }

    /// <summary>Rejects an activation whose derivative cannot be computed from what a fused operation keeps.</summary>
    internal static void ThrowUnlessDerivativeFromOutput<TActivation>(string operation, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        if (!activation.DerivativeFromOutput)
        {
            throw new ArgumentException(
                $"{operation}: the derivative of {typeof(TActivation).Name} needs its operand, which a fused activation does not keep; " +
                "apply it by Map.",
                nameof(activation));
        }
    }
}
