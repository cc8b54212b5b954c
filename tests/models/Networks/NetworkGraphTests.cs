using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Export;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Tests.Models.Networks;

public sealed class NetworkGraphTests : IDisposable
{
    private const int Side = 4;

    private readonly SimdDevice _device = new(1);
    private readonly NetworkGraph _graph = new();
    private readonly NetworkValue _first, _second;

    /// <summary>y = x - f([g(x), x]) with f and g convolutions.</summary>
    public NetworkGraphTests()
    {
        _first = _graph.Add("first", new Sequential(Same(3, 3), ActivationLayer.Relu()), _graph.Input);
        _second = _graph.Add("second", Same(6, 3), _graph.Add(new Concatenation(), _first, _graph.Input));
        _graph.Output = _graph.Add(ElementwiseStep.Difference, _graph.Input, _second);
    }

    public void Dispose() => _device.Dispose();

    [Fact]
    public void A_pass_does_what_the_steps_do_one_after_another()
    {
        using var arena = new ParameterArena(_device, Parameters, seed: 1);
        using var pause = Autograd.Pause();
        var x = Pictures();
        Layer[] layers = [.. _graph.Modules.Select(module => module.Layer)];
        var g = layers[0].Forward(x, ForwardPass.Inference);
        var expected = x.Subtract(layers[1].Forward(g.Concat(x), ForwardPass.Inference));
        Assert.Equal(expected.ToArray(), _graph.Forward(_graph.Input, x, ForwardPass.Inference, _graph.Output)[0].ToArray());
    }

    [Fact]
    public void Parameters_are_named_after_their_modules() =>
        Assert.Equal(["first.0.weight", "first.0.bias", "second.weight", "second.bias"], Parameters.Select(parameter => parameter.Name));

    [Fact]
    public void Without_gradients_only_what_is_wanted_keeps_its_memory()
    {
        using var arena = new ParameterArena(_device, Parameters, seed: 1);
        var x = Pictures();
        long before = _device.LiveBytes;
        Tensor[] values;
        using (Autograd.Pause())
        {
            values = _graph.Forward(_graph.Input, x, ForwardPass.Inference, _first, _graph.Output);
        }

        Assert.True(x.Storage.OwnsMemory);
        Assert.All(values, value => Assert.True(value.Storage.OwnsMemory));
        Array.ForEach(values, value => _device.Free(value.Storage));
        Assert.Equal(before, _device.LiveBytes);
    }

    [Fact]
    public void What_is_a_view_of_an_operand_keeps_the_memory_of_the_operand()
    {
        var graph = new NetworkGraph();
        var rows = graph.Add("flat", new FlattenLayer(), graph.Add("first", Same(3, 3), graph.Input));
        graph.Output = graph.Add("last", new LinearLayer(3 * Side * Side, 2), rows);
        using var arena = new ParameterArena(_device, [.. graph.Modules.SelectMany(module => module.Layer.Parameters)], seed: 1);
        using var pause = Autograd.Pause();
        var view = graph.Forward(graph.Input, Pictures(), ForwardPass.Inference, rows)[0];
        float[] before = view.ToArray();
        // What is allocated now would take the place of the convolution's output if that had been given back.
        Tensor.Allocate(_device, view.Shape).CopyFrom(new float[view.Count]);
        Assert.Equal(before, view.ToArray());
    }

    [Fact]
    public void The_layer_table_has_the_shapes_that_a_pass_has()
    {
        var uses = _graph.Walk([2, Side, Side, 3]);
        Assert.Equal(["first.0", "first.1", "second"], uses.Select(use => use.Name));
        Assert.Equal([2, Side, Side, 6], uses[^1].Input);
    }

    [Fact]
    public void Only_what_leads_to_the_wanted_is_in_an_exported_graph()
    {
        using var arena = new ParameterArena(_device, Parameters, seed: 1);
        Assert.Equal(["first"], _graph.ModulesBetween(_graph.Input, _first).Select(module => module.Name));
        var onnx = new OnnxGraph();
        string x = onnx.Input("x", OnnxMessages.Float, 1, 3, Side, Side);
        Assert.StartsWith("Relu", _graph.AddTo(onnx, _graph.Input, x, _first)[0], StringComparison.Ordinal);
        Assert.StartsWith("Sub", _graph.AddTo(onnx, _graph.Input, x, _graph.Output)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_is_used_twice_has_its_parameters_once_and_the_gradients_of_both_uses()
    {
        // y = f(f(x)) + x, with the loss Σ y² / n: its gradient by the weights of f against central differences.
        var graph = new NetworkGraph();
        var inner = graph.Add("f", Same(3, 3), graph.Input);
        graph.Output = graph.Add(ElementwiseStep.Sum, graph.Repeat("f", inner), graph.Input);
        Assert.Equal(["f"], graph.Modules.Select(module => module.Name));
        using var arena = new ParameterArena(_device, [.. graph.Modules.SelectMany(module => module.Layer.Parameters)], seed: 1);
        var weight = graph.Modules.Single().Layer.Parameters[0].Value;
        float[] start = weight.ToArray();
        Tensor Loss()
        {
            var y = graph.Forward(graph.Input, Pictures(), ForwardPass.Inference, graph.Output)[0];
            return y.MeanSquaredError(Tensor.FromArray(_device, y.Shape, new float[y.Count]));
        }

        double LossAt(int index, float step)
        {
            float[] moved = [.. start];
            moved[index] += step;
            weight.CopyFrom(moved);
            using var pause = Autograd.Pause();
            return Loss().Item();
        }

        arena.BeginStep();
        Loss().Backward();
        float[] gradient = weight.Gradient!.ToArray();
        for (int i = 0; i < start.Length; i += 7)
        {
            Assert.Equal((LossAt(i, 0.01f) - LossAt(i, -0.01f)) / 0.02, gradient[i], 2e-4);
        }
    }

    [Fact]
    public void What_does_not_follow_from_the_given_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => _graph.ModulesBetween(_first, _graph.Output).ToList());

    private IReadOnlyList<Parameter> Parameters => [.. _graph.Modules.SelectMany(module => module.Layer.Parameters)];

    private static Conv2dLayer Same(int inputs, int outputs) => new(inputs, outputs, kernel: 3, stride: 1, padding: 1);

    private Tensor Pictures() =>
        Tensor.FromArray(_device, [2, Side, Side, 3], [.. Enumerable.Range(0, 2 * Side * Side * 3).Select(i => i % 7 / 6f)]);
}
