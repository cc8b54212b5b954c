using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Training;

namespace ILGpuAutoencoders.Tests.Models.Training;

public sealed class DivergenceWatchTests : IDisposable
{
    private readonly SimdDevice _device = new(1);
    private readonly ParameterArena _arena;
    private readonly LossTotal _total;

    public DivergenceWatchTests()
    {
        _arena = new ParameterArena(_device, new LinearLayer(3, 2).Parameters, seed: 1);
        _total = new LossTotal(_device);
    }

    public void Dispose()
    {
        _total.Dispose();
        _arena.Dispose();
        _device.Dispose();
    }

    /// <summary>Gradients and weights are finite, so nothing else can find it.</summary>
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_loss_that_is_not_finite_is_found_after_its_step(float loss)
    {
        var watch = new DivergenceWatch(_arena, _total, readsAreFree: true);
        Add(0.5f);
        Assert.Null(watch.Look());
        Add(loss);
        Assert.Equal("the loss is not finite", watch.Look());
        Assert.Equal("the loss is not finite", watch.LookAtAll());
    }

    [Fact]
    public void Weights_are_looked_at_before_they_are_saved()
    {
        var watch = new DivergenceWatch(_arena, _total, readsAreFree: true);
        Add(0.5f);
        Assert.Null(watch.LookAtAll());
        var slot = _arena.Trainable[0];
        float[] values = new float[_arena.Values.Length];
        _device.Download(_arena.Values, values.AsSpan());
        values[slot.Offset] = float.NegativeInfinity;
        _device.Upload<float>(values, _arena.Values);
        Assert.Null(watch.Look());
        Assert.EndsWith(" is not finite", watch.LookAtAll(), StringComparison.Ordinal);
    }

    private void Add(float loss) => _total.Add(Tensor.FromArray(_device, [1], [loss]), 1);
}
