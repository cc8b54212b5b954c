using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine;

public sealed class AutogradTests : IDisposable
{
    private readonly SimdDevice _device = new(1);

    [Fact]
    public void A_shared_subexpression_gets_the_sum_of_its_gradients()
    {
        // y = s·s + s with s = x²: dy/dx = (2x² + 1)·2x.
        var x = Leaf([3, -2]);
        var s = x.Square();
        s.Multiply(s).Add(s).Sum().Backward();
        Assert.Equal([(2 * 9 + 1) * 6f, (2 * 4 + 1) * -4f], x.Gradient!.ToArray());
    }

    [Fact]
    public void An_operand_used_twice_gets_both_terms()
    {
        var x = Leaf([3, 5]);
        x.Multiply(x).Subtract(x).Sum().Backward();
        Assert.Equal([5f, 9], x.Gradient!.ToArray());
    }

    [Fact]
    public void Gradients_accumulate_in_a_leaf_over_two_losses()
    {
        var x = Leaf([1, 2]);
        x.Square().Sum().Backward();
        x.Affine(3).Sum().Backward();
        Assert.Equal([5f, 7], x.Gradient!.ToArray());
    }

    [Fact]
    public void A_moved_gradient_does_not_change_under_its_other_readers()
    {
        // The same gradient goes through Reshape to x without a copy while x also gets another term.
        var x = Leaf([1, 2, 3, 4]);
        var y = x.Reshape([2, 2]);
        y.Square().Sum().Add(x.Affine(10).Sum()).Sum().Backward();
        Assert.Equal([12f, 14, 16, 18], x.Gradient!.ToArray());
    }

    [Fact]
    public void Freeing_intermediates_gives_the_same_gradients_and_less_memory()
    {
        float[] Run(bool free, out long live)
        {
            using var scope = _device.OpenScope();
            var x = Leaf([.. Enumerable.Range(1, 4096).Select(i => i / 4096f)]);
            var y = x.Reshape([64, 64]);
            y.MatMul(y.Sigmoid()).Tanh().Multiply(y).Mean().Backward(free);
            live = _device.LiveBytes;
            return x.Gradient!.ToArray();
        }

        Assert.Equal(Run(free: false, out long kept), Run(free: true, out long freed));
        Assert.True(freed * 3 < kept, $"{freed} bytes live with freeing, {kept} without.");
    }

    [Fact]
    public void Only_tensors_that_require_gradients_get_them()
    {
        var x = Leaf([1]);
        var constant = Tensor.FromArray(_device, [1], [7]);
        x.Multiply(constant).Backward();
        Assert.Equal(7, x.Gradient!.Item());
        Assert.Null(constant.Gradient);
    }

    [Fact]
    public void Nothing_is_recorded_during_a_pause()
    {
        var x = Leaf([2]);
        using (Autograd.Pause())
        {
            using (Autograd.Pause())
            {
                Assert.False(x.Square().RequiresGradient);
            }

            Assert.False(x.Square().RequiresGradient);
            Assert.Throws<InvalidOperationException>(() => x.Square().Backward());
        }

        Assert.True(x.Square().RequiresGradient);
    }

    [Fact]
    public void Backward_needs_one_element_and_a_tape()
    {
        Assert.Throws<InvalidOperationException>(() => Leaf([1, 2]).Square().Backward());
        Assert.Throws<InvalidOperationException>(() => Tensor.FromArray(_device, [1], [1]).Square().Backward());
        Assert.Throws<InvalidOperationException>(() => Leaf([1]).Backward());
    }

    [Fact]
    public void A_long_chain_does_not_overflow_the_stack()
    {
        var x = Leaf([1]);
        var y = x;
        for (int i = 0; i < 20_000; i++)
        {
            y = y.Affine(1, 1e-6f);
        }

        y.Backward(freeIntermediates: true);
        Assert.Equal(1, x.Gradient!.Item());
    }

    public void Dispose() => _device.Dispose();

    private Tensor Leaf(float[] values) => Tensor.FromArray(_device, [values.Length], values).WithGradient();
}
