using ILGpuAutoencoders.Engine.Ops.Losses;

namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>
/// g ← g · min(1, c / (‖g‖ + 10⁻⁶)) over an arena, as PyTorch's clip_grad_norm_ of Pascanu, Mikolov and Bengio, "On the difficulty of
/// training recurrent neural networks" (2013). The order in which squares are summed depends on the length alone, and the sum never
/// leaves the device.
/// </summary>
internal static class GradientClip
{
    /// <summary>Runs it; a captured step may hold it.</summary>
    internal static void Run(Storage gradients, double maxNorm)
    {
        var device = gradients.Device;
        var sum = device.Allocate(1);
        SquareSum.Run(gradients, sum);
        device.Run(new ClipToNorm(gradients, sum, (float)maxNorm));
        device.Free(sum);
    }
}
