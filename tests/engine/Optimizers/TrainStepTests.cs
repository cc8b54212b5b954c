using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Optimizers;

public sealed class TrainStepTests : IDisposable
{
    private static readonly float[] s_x = [.. Enumerable.Range(0, 12).Select(i => MathF.Sin(i))],
    s_y = [.. Enumerable.Range(0, 6).Select(i => MathF.Cos(i))];

    private readonly SimdDevice _device = new(1);

    public void Dispose() => _device.Dispose();

    /// <summary>Dropout too: its random numbers are those of the step's number.</summary>
    [Fact]
    public void Steps_have_the_bits_of_those_written_out()
    {
        var (model, arena, adam) = Network();
        using var random = new RandomState(_device, 5);
        float loss = 0;
        for (int step = 1; step <= 3; step++)
        {
            adam.Prepare(step, 0.1);
            random.Set(5, (uint)step, 0);
            using var scope = _device.OpenScope();
            arena.BeginStep();
            var of = model.Forward(Tensor.FromArray(_device, [3, 4], s_x), new ForwardPass(true, random))
                .MeanSquaredError(Tensor.FromArray(_device, [3, 2], s_y));
            of.Backward(freeIntermediates: true);
            adam.Step();
            loss = of.Item();
        }

        var (same, sameArena, sameAdam) = Network();
        using var train = new TrainStep(sameAdam, [3, 4], [3, 2], (x, y, pass) => same.Forward(x, pass).MeanSquaredError(y), seed: 5);
        for (int step = 1; step <= 3; step++)
        {
            train.Run(s_x, s_y, 0.1);
        }

        Assert.Equal(loss, train.Loss);
        Assert.Equal(3, sameAdam.StepCount);
        Assert.Equal(Values(arena), Values(sameArena));
    }

    [Fact]
    public void A_target_of_an_autoencoder_is_refused()
    {
        var (_, _, adam) = Network();
        using var train = new TrainStep(adam, [3, 4], (x, _) => x.MeanSquaredError(x));
        Assert.Contains(
            "leave the target empty", Assert.Throws<ArgumentException>(() => train.Run(s_x, s_y, 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_was_not_prepared_is_refused()
    {
        var (_, _, adam) = Network();
        Assert.StartsWith(
            "Adam: step 1 was not prepared", Assert.Throws<InvalidOperationException>(adam.Step).Message, StringComparison.Ordinal);
        adam.Prepare(1, 0.1);
        adam.Step();
        Assert.StartsWith(
            "Adam: step 2 was not prepared", Assert.Throws<InvalidOperationException>(adam.Step).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_a_closed_scope_is_refused()
    {
        Tensor sum, part;
        using (_device.OpenScope())
        {
            sum = Tensor.FromArray(_device, [2], [1, 2]) + 1;
            part = sum.Reshape([2, 1]);
            Assert.Equal([2f, 3], part.ToArray());
        }

        foreach (var use in (Action[])[() => sum.ToArray(), () => part.ToArray(), () => sum.CopyFrom([1, 2]), () => (sum + part).ToArray()])
        {
            Assert.Contains("its scope closed", Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>What a captured step leaves is read after each replay.</summary>
    [Fact]
    public void A_result_of_a_captured_step_stays_readable()
    {
        var x = Tensor.FromArray(_device, [1], [1]);
        Tensor? y = null;
        var step = _device.Capture(() => y = x + 1);
        x.CopyFrom([5]);
        step.Replay();
        Assert.Equal(6, y!.Item());
    }

    private static float[] Values(ParameterArena arena)
    {
        float[] values = new float[arena.Values.Length];
        arena.Device.Download<float>(arena.Values, values);
        return values;
    }

    private (Sequential Model, ParameterArena Arena, Adam Adam) Network()
    {
        var model = new Sequential(new LinearLayer(4, 8), ActivationLayer.LeakyRelu(), new DropoutLayer(0.5f), new LinearLayer(8, 2));
        var arena = new ParameterArena(_device, model.Parameters, seed: 3);
        return (model, arena, new Adam(arena, new AdamOptions()));
    }
}
