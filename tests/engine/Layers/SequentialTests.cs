using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Layers;

public class SequentialTests
{
    private static readonly Shape s_input = [2, 4, 4, 3];

    [Fact]
    public void Every_layer_takes_a_number_as_in_PyTorch() =>
        Assert.Equal(["0.weight", "0.bias", "3.weight", "3.bias"], Network().Parameters.Select(p => p.Name));

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
        Assert.Equal(network.OutputShape(s_input), actual.Shape);
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
        Assert.Equal((2 * 2 * 2 * 16 * 3 * 4) + (2 * 16 * 12), Network().MultiplyAdds(s_input));
        Assert.Equal(2 * 2 * 2 * 16 * 5 * 7, new ConvTranspose2dLayer(5, 7).MultiplyAdds([2, 2, 2, 5]));
    }

    [Fact]
    public void Every_layer_makes_the_shape_that_it_announces()
    {
        using var device = new SimdDevice(1);
        using var random = new RandomState(device);
        Layer[] layers =
        [
            new Conv2dLayer(3, 5, kernel: 3, stride: 1, padding: 0), new ConvTranspose2dLayer(3, 5), new BatchNorm2dLayer(3),
            new DropoutLayer(0.5f),
            new FlattenLayer(), new MaxPool2dLayer(2), new MaxPool2dLayer(3, 1), new UpsampleNearestLayer(3), ActivationLayer.Sigmoid(),
        ];
        foreach (var layer in layers)
        {
            using var arena = new ParameterArena(device, layer.Parameters, seed: 1);
            Assert.Equal(layer.OutputShape(s_input), layer.Forward(NewInput(device), new ForwardPass(true, random)).Shape);
        }
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused_before_anything_runs()
    {
        Assert.Throws<ArgumentException>(() => Network().OutputShape([2, 4, 4, 5]));
        Assert.Throws<ArgumentException>(() => new LinearLayer(3, 1).OutputShape([2, 4]));
        Assert.Throws<ArgumentException>(() => new UnflattenLayer([2, 2, 3]).OutputShape([2, 13]));
        Assert.Throws<ArgumentException>(() => new BatchNorm2dLayer(4).OutputShape(s_input));
        Assert.Throws<ArgumentException>(() => new MaxPool2dLayer(5).OutputShape(s_input));
        Assert.Throws<ArgumentException>(() => new UpsampleNearestLayer(2).OutputShape([2, 4]));
    }

    [Fact]
    public void Dropout_drops_its_share_in_training_and_nothing_in_inference()
    {
        using var device = new SimdDevice(1);
        using var random = new RandomState(device, seed: 3);
        var layer = new DropoutLayer(0.25f);
        var x = Tensor.FromArray(device, [10_000], Enumerable.Repeat(1f, 10_000).ToArray());
        float[] y = layer.Forward(x, new ForwardPass(true, random)).ToArray();
        Assert.InRange(y.Count(v => v == 0), 2_300, 2_700);
        Assert.All(y.Where(v => v != 0), v => Assert.Equal(1 / 0.75f, v, 1e-6f));
        Assert.Same(x, layer.Forward(x, ForwardPass.Inference));
    }

    private static Sequential Network() => new(
        new Conv2dLayer(3, 4), ActivationLayer.LeakyRelu(), new FlattenLayer(), new LinearLayer(16, 12), ActivationLayer.Tanh(),
        new UnflattenLayer([2, 2, 3]));

    private static Tensor NewInput(ComputeDevice device) =>
        Tensor.FromArray(device, s_input, [.. Enumerable.Range(0, s_input.Count).Select(i => MathF.Sin(i))]);
}
