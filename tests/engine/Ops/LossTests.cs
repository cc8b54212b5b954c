using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.References;

namespace ILGpuAutoencoders.Tests.Ops;

public class LossTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 15)]
    [InlineData(2, 16)]
    [InlineData(3, 11)]
    [InlineData(5, 13)]
    public void Losses_answer_every_question(int rows, int columns)
    {
        Operand[] operands = [Operand.Uniform(1, [rows, columns]), Operand.Uniform(2, [rows, columns])];
        OpCheck.All(t => t[0].MeanSquaredError(t[1]), v => [LossReference.MeanSquaredError(v[0], v[1])], operands);
        OpCheck.All(t => t[0].MeanAbsoluteError(t[1]), v => [LossReference.MeanAbsoluteError(v[0], v[1])], operands);
        OpCheck.All(t => t[0].KlDivergence(t[1]), v => [LossReference.KlDivergence(v[0], v[1], rows)], operands);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(300_007)]
    public void Large_losses_agree_with_double_precision_and_any_thread_count(int count)
    {
        Operand[] operands = [Operand.Uniform(1, [count]), Operand.Uniform(2, [count])];
        var one = OpCheck.OnCpu(1, t => t[0].MeanSquaredError(t[1]), operands);
        // Within a piece of 4,096 each lane adds floats: 256 of them with AVX-512, 512 with AVX2, 1,024 with 128 bits.
        Assert.Equal(LossReference.MeanSquaredError(operands[0].Doubles, operands[1].Doubles), one.Output[0], 5e-7);
        OpCheck.SameBits(one, OpCheck.OnCpu(3, t => t[0].MeanSquaredError(t[1]), operands));
    }

    [Fact]
    public void Several_levels_of_sums_agree_on_the_simulator()
    {
        Operand[] operands = [Operand.Uniform(1, [4500]), Operand.Uniform(2, [4500])];
        var result = OpCheck.OnSimulator(t => t[0].MeanAbsoluteError(t[1]), operands);
        Assert.Equal(LossReference.MeanAbsoluteError(operands[0].Doubles, operands[1].Doubles), result.Output[0], 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_gradient_is_the_same_from_the_loss_itself_and_through_a_factor(float factor)
    {
        using var device = new SimdDevice(1);
        Tensor x = Tensor.FromArray(device, [3], [1, 2, 4]).WithGradient(), target = Tensor.FromArray(device, [3], [0, 0, 1]);
        var loss = x.MeanSquaredError(target);
        (factor == 1 ? loss : loss.Affine(factor)).Backward();
        Assert.Equal([factor * 2 / 3f, factor * 4 / 3f, factor * 2f], x.Gradient!.ToArray());
    }

    [Fact]
    public void Two_losses_of_one_prediction_add_their_gradients()
    {
        Operand[] operands = [Operand.Uniform(1, [2, 7]), Operand.Uniform(2, [2, 7])];
        OpCheck.All(
            t => t[0].MeanSquaredError(t[1]).Add(t[0].KlDivergence(t[1]).Affine(0.25f)),
            v => [LossReference.MeanSquaredError(v[0], v[1]) + (0.25 * LossReference.KlDivergence(v[0], v[1], 2))],
            operands);
    }

    [Fact]
    public void Equal_values_have_no_absolute_gradient()
    {
        var result = OpCheck.OnCpu(1, t => t[0].MeanAbsoluteError(t[1]), new Operand([2], [1, 2]), new Operand([2], [1, 3]));
        Assert.Equal(0, result.Gradients[0][0]);
        Assert.True(result.Gradients[0][1] < 0);
    }

    [Fact]
    public void Without_a_gradient_no_buffer_stays()
    {
        using var device = new SimdDevice(1);
        Tensor x = Tensor.FromArray(device, [500], new float[500]), target = Tensor.FromArray(device, [500], new float[500]);
        long before = device.LiveBytes;
        var loss = x.MeanSquaredError(target);
        device.Free(loss.Storage);
        Assert.Equal(before, device.LiveBytes);
    }

    [Fact]
    public void Shapes_that_differ_are_refused()
    {
        using var device = new SimdDevice(1);
        var x = Tensor.FromArray(device, [2, 3], new float[6]);
        Assert.Throws<ArgumentException>(() => x.MeanSquaredError(x.Reshape([6])));
    }
}
