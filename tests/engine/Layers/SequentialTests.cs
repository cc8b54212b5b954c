using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Layers;

public class SequentialTests
{
    private static readonly Shape Input = [2, 4, 4, 3];

    [Fact]
    public void Every_layer_takes_a_number_as_in_PyTorch() => Assert.Equal(["0.weight", "0.bias", "3.weight", "3.bias"], Network().Parameters.Select(p => p.Name));

    [Fact]
    public void A_fused_activation_gives_what_a_separate_one_gives()
    {
        using var device = new SimdDevice(1);
        var network = Network();
        using var arena = new ParameterArena(device, network.Parameters, seed: 1);
        var x = NewInput(device);
        var expected = x;
        foreach (var layer in network.Layers)
        {
            expected = layer.Forward(expected, ForwardPass.Inference);
        }

        var actual = network.Forward(x, ForwardPass.Inference);
        Assert.Equal(network.OutputShape(Input), actual.Shape);
        // Which elements are the scalar end of a vector loop differs, and with it the last bit of tanh.
        Assert.All(expected.ToArray().Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Inference_leaves_the_input_and_nothing_else_but_a_result_that_can_be_freed()
    {
        using var device = new SimdDevice(1);
        var network = Network();
        using var arena = new ParameterArena(device, network.Parameters, seed: 1);
        var x = NewInput(device);
        float[] before = x.ToArray();
        long live = device.LiveBytes;
        using (Autograd.Pause())
        {
            var y = network.Forward(x, ForwardPass.Inference);
            device.Free(y.Storage);
        }

        Assert.Equal(live, device.LiveBytes);
        Assert.Equal(before, x.ToArray());
    }

    [Fact]
    public void A_row_that_only_reshapes_returns_the_callers_memory_unfreed()
    {
        using var device = new SimdDevice(1);
        var x = NewInput(device);
        using (Autograd.Pause())
        {
            var y = new Sequential(new FlattenLayer()).Forward(x, ForwardPass.Inference);
            Assert.Equal(x.ToArray(), y.ToArray());
        }

        device.Free(x.Storage);
        Assert.Equal(0, device.LiveBytes);
    }

    [Fact]
    public void Multiply_adds_are_those_of_the_layers_on_the_shapes_they_see()
    {
        // conv: 2 x 2 x 2 outputs x 16 x 3 inputs x 4; linear: 2 x 16 x 12.
        Assert.Equal((2 * 2 * 2 * 16 * 3 * 4) + (2 * 16 * 12), Network().MultiplyAdds(Input));
        Assert.Equal(2 * 2 * 2 * 16 * 5 * 7, new ConvTranspose2dLayer(5, 7).MultiplyAdds([2, 2, 2, 5]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_shape_that_does_not_fit_is_refused_by_the_layer_it_does_not_fit(int channels)
    {
        if (channels == 3)
        {
            Assert.Equal([2, 2, 2, 3], Network().OutputShape([2, 4, 4, channels]));
            return;
        }

        Assert.Throws<ArgumentException>(() => Network().OutputShape([2, 4, 4, channels]));
    }

    private static Sequential Network() => new(
        new Conv2dLayer(3, 4), ActivationLayer.LeakyRelu(), new FlattenLayer(), new LinearLayer(16, 12), ActivationLayer.Tanh(), new UnflattenLayer([2, 2, 3]));

    private static Tensor NewInput(ComputeDevice device) =>
        Tensor.FromArray(device, Input, [.. Enumerable.Range(0, Input.Count).Select(i => MathF.Sin(i))]);
}
