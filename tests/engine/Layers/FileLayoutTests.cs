using CsCheck;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Layers;

public class FileLayoutTests
{
    [Fact]
    public void To_file_undoes_to_engine() => Gen.Select(Gen.Int[1, 4].Array[4], Gen.Shuffle(new[] { 0, 1, 2, 3 })).Sample((axes, order) =>
    {
        var shape = Shape.Create(axes);
        var layout = FileLayout.Permuted(shape, order);
        float[] file = [.. Enumerable.Range(0, shape.Count)], engine = new float[shape.Count], back = new float[shape.Count];
        layout.ToEngine(file, engine);
        layout.ToFile(engine, back);
        return file.SequenceEqual(back);
    });

    [Fact]
    public void A_convolutions_weight_is_OIHW_in_a_file_and_HWIO_in_the_engine()
    {
        var parameter = new Conv2dLayer(2, 3).Parameters[0];
        Assert.Equal([3, 2, 4, 4], parameter.Layout.Dimensions);
        Assert.Equal([4, 4, 2, 3], parameter.Shape);
        float[] engine = ToEngine(parameter);
        for (int o = 0, file = 0; o < 3; o++)
        {
            for (int i = 0; i < 2; i++)
            {
                for (int hw = 0; hw < 16; hw++)
                {
                    Assert.Equal(file++, engine[(((hw * 2) + i) * 3) + o]);
                }
            }
        }
    }

    [Fact]
    public void A_transposed_convolutions_weight_is_IOHW_in_a_file_and_HWOI_in_the_engine()
    {
        var parameter = new ConvTranspose2dLayer(2, 3).Parameters[0];
        Assert.Equal([2, 3, 4, 4], parameter.Layout.Dimensions);
        Assert.Equal([4, 4, 3, 2], parameter.Shape);
        float[] engine = ToEngine(parameter);
        for (int i = 0, file = 0; i < 2; i++)
        {
            for (int o = 0; o < 3; o++)
            {
                for (int hw = 0; hw < 16; hw++)
                {
                    Assert.Equal(file++, engine[(((hw * 3) + o) * 2) + i]);
                }
            }
        }
    }

    [Fact]
    public void A_linear_layer_after_a_flatten_computes_what_PyTorch_computes_on_CHW()
    {
        const int H = 2, W = 3, C = 4, Out = 5;
        using var device = new SimdDevice(1);
        var layer = new Sequential(new FlattenLayer(), LinearLayer.FromPicture([H, W, C], Out));
        using var arena = new ParameterArena(device, layer.Parameters, seed: 1);
        var file = new Checkpoint();
        file.AddParameters(layer.Parameters);
        float[] weight = file.Tensors["1.weight"].ToFloats(), bias = file.Tensors["1.bias"].ToFloats();
        float[] x = [.. Enumerable.Range(0, H * W * C).Select(i => MathF.Sin(i))];
        float[] y = layer.Forward(Tensor.FromArray(device, [1, H, W, C], x), ForwardPass.Inference).ToArray();
        for (int o = 0; o < Out; o++)
        {
            double sum = bias[o];
            for (int c = 0; c < C; c++)
            {
                for (int hw = 0; hw < H * W; hw++)
                {
                    sum += weight[(o * C * H * W) + (c * H * W) + hw] * x[(hw * C) + c];
                }
            }

            Assert.Equal(sum, y[o], 1e-5);
        }
    }

    [Fact]
    public void A_linear_layer_before_an_unflatten_computes_what_PyTorch_computes_on_CHW()
    {
        const int H = 2, W = 3, C = 4, In = 5;
        using var device = new SimdDevice(1);
        var layer = new Sequential(LinearLayer.ToPicture(In, [H, W, C]), new UnflattenLayer([H, W, C]));
        using var arena = new ParameterArena(device, layer.Parameters, seed: 1);
        var file = new Checkpoint();
        file.AddParameters(layer.Parameters);
        float[] weight = file.Tensors["0.weight"].ToFloats(), bias = file.Tensors["0.bias"].ToFloats();
        float[] x = [.. Enumerable.Range(0, In).Select(i => MathF.Cos(i))];
        float[] y = layer.Forward(Tensor.FromArray(device, [1, In], x), ForwardPass.Inference).ToArray();
        for (int c = 0, row = 0; c < C; c++)
        {
            for (int hw = 0; hw < H * W; hw++, row++)
            {
                double sum = bias[row];
                for (int i = 0; i < In; i++)
                {
                    sum += weight[(row * In) + i] * x[i];
                }

                Assert.Equal(sum, y[(hw * C) + c], 1e-5);
            }
        }
    }

    private static float[] ToEngine(Parameter parameter)
    {
        float[] engine = new float[parameter.Count];
        parameter.Layout.ToEngine([.. Enumerable.Range(0, parameter.Count)], engine);
        return engine;
    }
}
