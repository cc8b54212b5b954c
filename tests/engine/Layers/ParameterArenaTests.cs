using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Layers;

public class ParameterArenaTests
{
    [Fact]
    public void Parameters_start_on_256_bytes_and_the_gaps_are_zero()
    {
        using var device = new SimdDevice(1);
        var layer = new LinearLayer(7, 11);
        using var arena = new ParameterArena(device, layer.Parameters, seed: 1);
        Assert.Equal([0, 128], arena.Trainable.Select(slot => slot.Offset));
        float[] values = new float[arena.Values.Length];
        device.Download(arena.Values, values.AsSpan());
        Assert.Equal(192, values.Length);
        Assert.All(values[77..128], x => Assert.Equal(0, x));
        Assert.All(values[139..], x => Assert.Equal(0, x));
        Assert.All(values[..77], x => Assert.NotEqual(0, x));
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Starting_values_fill_the_range_that_PyTorch_gives_them(Layer layer, double bound)
    {
        using var device = new SimdDevice(1);
        using var arena = new ParameterArena(device, layer.Parameters, seed: 2);
        foreach (var parameter in layer.Parameters)
        {
            float[] values = parameter.Value.ToArray();
            Assert.All(values, x => Assert.InRange(x, -bound * 1.000001, bound * 1.000001));
            Assert.InRange(values.Max(), 0.8 * bound, bound * 1.000001);
            Assert.InRange(values.Min(), -bound * 1.000001, -0.8 * bound);
            double mean = values.Average(), variance = values.Average(x => (x - mean) * (x - mean));
            Assert.InRange(mean, -4 * bound / Math.Sqrt(3 * values.Length), 4 * bound / Math.Sqrt(3 * values.Length));
            Assert.InRange(variance, bound * bound / 3 * 0.5, bound * bound / 3 * 1.5);
        }
    }

    public static TheoryData<Layer, double> Bounds => new()
    {
        { new LinearLayer(100, 64), 0.1 },
        { new Conv2dLayer(4, 64), 1 / Math.Sqrt(4 * 16) },
        { new ConvTranspose2dLayer(4, 64), 1 / Math.Sqrt(64 * 16) },
        { LinearLayer.FromPicture([4, 4, 3], 64), 1 / Math.Sqrt(48) },
        { LinearLayer.ToPicture(25, [4, 4, 3]), 0.2 },
    };

    [Fact]
    public void A_seed_means_the_same_values_on_every_device_and_another_seed_others()
    {
        float[] Values(ComputeDevice device, ulong seed)
        {
            using (device)
            {
                var layer = new Conv2dLayer(3, 5);
                using var arena = new ParameterArena(device, layer.Parameters, seed);
                return layer.Parameters[0].Value.ToArray();
            }
        }

        Assert.Equal(Values(new SimdDevice(1), 3), Values(SimtDevice.Simulator(), 3));
        Assert.NotEqual(Values(new SimdDevice(1), 3), Values(new SimdDevice(1), 4));
    }

    [Fact]
    public void Weight_and_bias_draw_from_streams_of_their_own()
    {
        using var device = new SimdDevice(1);
        var layer = new LinearLayer(1, 8);
        using var arena = new ParameterArena(device, layer.Parameters, seed: 3);
        Assert.NotEqual(layer.Parameters[0].Value.ToArray(), layer.Parameters[1].Value.ToArray());
    }

    [Fact]
    public void A_parameter_without_an_arena_says_what_is_missing()
    {
        var parameter = new LinearLayer(1, 1).Parameters[0];
        Assert.Throws<InvalidOperationException>(() => parameter.Value);
    }

    [Fact]
    public void A_disposed_arena_gives_all_memory_back()
    {
        using var device = new SimdDevice(1);
        var layer = new BatchNorm2dLayer(5);
        new ParameterArena(device, layer.Parameters, seed: 0).Dispose();
        Assert.Equal(0, device.LiveBytes);
    }

    [Fact]
    public void Buffers_are_not_trainable_and_start_as_PyTorchs()
    {
        using var device = new SimdDevice(1);
        var layer = new BatchNorm2dLayer(2);
        using var arena = new ParameterArena(device, layer.Parameters, seed: 9);
        Assert.Equal(["weight", "bias"], arena.Trainable.Select(slot => slot.Parameter.Name));
        Assert.Equal([[1f, 1f], [0f, 0f], [0f, 0f], [1f, 1f], [0f]], layer.Parameters.Select(p => p.Value.ToArray()));
        Assert.All(layer.Parameters.Skip(2), p => Assert.False(p.Value.RequiresGradient));
    }
}
