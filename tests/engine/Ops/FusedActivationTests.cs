using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Ops;

public class FusedActivationTests
{
    /// <summary>A fused activation keeps its result only; the derivative of x² needs x.</summary>
    [Fact]
    public void An_activation_whose_derivative_needs_its_operand_is_refused()
    {
        using var device = new SimdDevice(1);
        var picture = Tensor.FromArray(device, [1, 4, 4, 1], new float[16]);
        var kernel = Tensor.FromArray(device, [4, 4, 1, 1], new float[16]);
        var matrix = Tensor.FromArray(device, [4, 4], new float[16]);
        Refuses("Conv2d", () => picture.Conv2d<Square>(kernel, null, 2, 1));
        Refuses("ConvTranspose2d", () => picture.ConvTranspose2d<Square>(kernel, null, 2, 1));
        Refuses("Linear", () => matrix.Linear<Square>(matrix, null));
    }

    private static void Refuses(string op, Func<Tensor> run) =>
        Assert.StartsWith(
            $"{op}: the derivative of Square needs its operand", Assert.Throws<ArgumentException>(run).Message, StringComparison.Ordinal);
}
