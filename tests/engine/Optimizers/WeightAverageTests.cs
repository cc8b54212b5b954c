using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Optimizers;

public class WeightAverageTests
{
    private const double Decay = 0.25;

    [Theory]
    [InlineData("cpu")]
    [InlineData("simulator")]
    public void It_follows_its_formula_and_changes_places_with_the_weights(string name)
    {
        using ComputeDevice device = name == "cpu" ? new SimdDevice(2) : SimtDevice.Simulator();
        using var arena = NewArena(device);
        using var average = new WeightAverage(arena, Decay);
        double[] expected = Array.ConvertAll(Weights(arena), x => (double)x);
        CapturedStep? update = null;
        for (int step = 1; step <= 5; step++)
        {
            float[] weights = Array.ConvertAll(Weights(arena), x => (x * 0.5f) + step);
            device.Upload<float>(weights, arena.Values);
            average.Prepare(step);
            if (update is null)
            {
                update = device.Capture(average.Update);
            }
            else
            {
                update.Replay();
            }

            // 2/11, 3/12 and from then on the decay itself.
            double kept = step == 1 ? 2 / 11.0 : 0.25;
            expected = [.. expected.Zip(weights, (a, p) => (kept * a) + ((1 - kept) * p))];
        }

        float[] last = Weights(arena);
        average.Swap();
        Assert.All(expected.Zip(Weights(arena)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        average.Swap();
        Assert.Equal(last, Weights(arena));
    }

    [Fact]
    public void It_goes_on_from_a_checkpoint()
    {
        using var device = new SimdDevice(1);
        using var arena = NewArena(device);
        using var average = new WeightAverage(arena, Decay);
        device.Upload<float>([1, 2, 3], arena.Values);
        average.Prepare(9);
        average.Update();
        var checkpoint = new Checkpoint();
        average.AddTo(checkpoint);
        Assert.Equal(["ema.w"], checkpoint.Tensors.Keys);
        using var other = new WeightAverage(arena, Decay);
        other.LoadFrom(checkpoint, "x");
        average.Swap();
        float[] expected = Weights(arena);
        average.Swap();
        other.Swap();
        Assert.Equal(expected, Weights(arena));
        Assert.Throws<CheckpointException>(() => average.LoadFrom(new Checkpoint(), "x"));
    }

    private static ParameterArena NewArena(ComputeDevice device) =>
        new(device, [new Parameter("w", FileLayout.Same([37]), Initialization.ByFanIn(4))], seed: 3);

    private static float[] Weights(ParameterArena arena) => arena.Parameters[0].Value.ToArray();
}
