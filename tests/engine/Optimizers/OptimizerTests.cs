using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Optimizers;

public class OptimizerTests
{
    private const int Steps = 12;
    private const double Rate = 0.01;

    /// <summary>One step of a reference in double precision: value, gradient, moments (changed), step; returns the new value.</summary>
    private delegate double Reference(double p, double g, double[] moments, int step);

    [Fact]
    public void Adam_follows_its_paper() =>
        Check(arena => new Adam(arena, new AdamOptions()), (p, g, moments, t) => AdamStep(p, g, moments, t, 0));

    [Fact]
    public void Adam_adds_weight_decay_to_the_gradient() =>
        Check(arena => new Adam(arena, new AdamOptions { WeightDecay = 0.1 }),
            (p, g, moments, t) => AdamStep(p, g + (0.1 * p), moments, t, 0));

    [Fact]
    public void AdamW_shrinks_weights_apart_from_the_gradient() =>
        Check(arena => Adam.Decoupled(arena, 0.1), (p, g, moments, t) => AdamStep(p, g, moments, t, 0.1));

    [Fact]
    public void Sgd_without_momentum_goes_down_the_gradient() =>
        Check(arena => new Sgd(arena, new SgdOptions()), (p, g, _, _) => p - (Rate * g));

    [Fact]
    public void Sgd_with_momentum_and_decay_is_PyTorchs() =>
        Check(arena => new Sgd(arena, new SgdOptions { Momentum = 0.9, WeightDecay = 0.1 }), (p, g, moments, t) =>
        {
            moments[0] = t == 1 ? g + (0.1 * p) : (0.9 * moments[0]) + g + (0.1 * p);
            return p - (Rate * moments[0]);
        });

    [Theory]
    [InlineData(0.5)]
    [InlineData(1e3)]
    public void Gradients_are_clipped_by_their_common_norm(double maxNorm)
    {
        foreach (var device in (ComputeDevice[])[new SimdDevice(2), SimtDevice.Simulator()])
        {
            using (device)
            {
                using var arena = new ParameterArena(device, NewParameters(), seed: 7);
                using var sgd = new Sgd(arena, new SgdOptions()) { MaxNorm = maxNorm };
                double[] before = [.. arena.Parameters.SelectMany(p => p.Value.ToArray()).Select(x => (double)x)];
                double[] gradients = [.. SetGradients(arena, 1).SelectMany(g => g).Select(x => (double)x)];
                double factor = Math.Min(1, maxNorm / (Math.Sqrt(gradients.Sum(g => g * g)) + 1e-6));
                Assert.Equal(maxNorm < 1, factor < 1);
                sgd.Prepare(1, Rate);
                device.Capture(sgd.Step);
                Assert.All(
                    before.Zip(gradients, (p, g) => p - (Rate * factor * g)).Zip(arena.Parameters.SelectMany(p => p.Value.ToArray())),
                    pair => Assert.InRange(pair.Second - pair.First, -1e-6, 1e-6));
            }
        }
    }

    [Fact]
    public void A_gradient_or_weight_that_is_no_number_is_found_by_name()
    {
        using var device = new SimdDevice(1);
        using var arena = new ParameterArena(device, NewParameters(), seed: 7);
        SetGradients(arena, 1);
        Assert.Null(arena.FirstBadGradient());
        Assert.Null(arena.FirstBadValue());
        device.Upload<float>([float.MaxValue, float.MinValue], arena.Gradients);
        Assert.Null(arena.FirstBadGradient());
        device.Upload<float>([float.NegativeInfinity], arena.Trainable[1].Parameter.Value.GradientSlot!.Storage);
        Assert.Equal("b", arena.FirstBadGradient()!.Name);
        device.Upload<float>([1, float.NaN], arena.Values);
        Assert.Equal("a", arena.FirstBadValue()!.Name);
    }

    [Fact]
    public void A_first_Adam_step_is_the_learning_rate_against_the_gradients_sign()
    {
        using var device = new SimdDevice(1);
        var parameter = NewParameters()[0];
        using var arena = new ParameterArena(device, [parameter], seed: 1);
        using var adam = new Adam(arena, new AdamOptions());
        float[] before = parameter.Value.ToArray();
        SetGradients(arena, step: 1);
        adam.Prepare(1, Rate);
        adam.Step();
        float[] gradient = parameter.Value.Gradient!.ToArray(), after = parameter.Value.ToArray();
        for (int i = 0; i < before.Length; i++)
        {
            Assert.Equal(before[i] - (0.01f * MathF.Sign(gradient[i])), after[i], 1e-6f);
        }
    }

    [Fact]
    public void A_replayed_step_equals_a_prepared_one()
    {
        float[] Train(bool replay)
        {
            using var device = new SimdDevice(1);
            using var arena = new ParameterArena(device, NewParameters(), seed: 5);
            using var adam = new Adam(arena, new AdamOptions());
            SetGradients(arena, step: 1);
            CapturedStep? captured = null;
            for (int step = 1; step <= 4; step++)
            {
                adam.Prepare(step, 0.1 / step);
                if (captured is not null)
                {
                    captured.Replay();
                }
                else if (replay)
                {
                    captured = device.Capture(adam.Step);
                }
                else
                {
                    adam.Step();
                }
            }

            return [.. arena.Parameters.SelectMany(p => p.Value.ToArray())];
        }

        Assert.Equal(Train(replay: false), Train(replay: true));
    }

    [Fact]
    public void A_parameter_without_a_gradient_keeps_its_value_and_stale_gradients_do_not_count()
    {
        using var device = new SimdDevice(1);
        var parameters = NewParameters();
        using var arena = new ParameterArena(device, parameters, seed: 3);
        using var sgd = new Sgd(arena, new SgdOptions());
        SetGradients(arena, step: 1);
        arena.BeginStep();
        float[] still = parameters[1].Value.ToArray(), moved = parameters[0].Value.ToArray();
        parameters[0].Value.Square().Sum().Backward();
        sgd.Prepare(1, Rate);
        sgd.Step();
        Assert.Equal(still, parameters[1].Value.ToArray());
        Assert.All(moved.Zip(parameters[0].Value.ToArray()), pair => Assert.Equal(pair.First * 0.98f, pair.Second, 1e-6f));
    }

    [Fact]
    public void A_training_continues_from_a_checkpoint_bit_for_bit()
    {
        using var device = new SimdDevice(1);
        var (first, second) = (NewParameters(), NewParameters());
        using var arena = new ParameterArena(device, first, seed: 3);
        using var adam = new Adam(arena, new AdamOptions());
        Run(arena, adam, 1, 4);
        var checkpoint = new Checkpoint();
        checkpoint.AddParameters(first);
        adam.AddTo(checkpoint);
        checkpoint = Checkpoint.Parse(checkpoint.ToBytes(), "x");
        Run(arena, adam, 5, 9);

        using var otherArena = new ParameterArena(device, second, seed: 4);
        using var other = new Adam(otherArena, new AdamOptions());
        checkpoint.LoadParameters(second, "x");
        other.LoadFrom(checkpoint, "x");
        Assert.Equal(4, other.StepCount);
        Run(otherArena, other, 5, 9);
        Assert.Equal(first.Select(p => p.Value.ToArray()), second.Select(p => p.Value.ToArray()));
    }

    [Fact]
    public void Weights_without_optimiser_state_cannot_continue_a_training()
    {
        using var device = new SimdDevice(1);
        using var arena = new ParameterArena(device, NewParameters(), seed: 3);
        using var adam = new Adam(arena, new AdamOptions());
        var checkpoint = new Checkpoint();
        checkpoint.AddParameters(arena.Parameters);
        Assert.Throws<CheckpointException>(() => adam.LoadFrom(checkpoint, "x"));
    }

    private static void Check(Func<ParameterArena, Optimizer> create, Reference reference)
    {
        CheckOn(new SimdDevice(2), create, reference);
        CheckOn(SimtDevice.Simulator(), create, reference);
    }

    private static void CheckOn(ComputeDevice device, Func<ParameterArena, Optimizer> create, Reference reference)
    {
        using (device)
        {
            var parameters = NewParameters();
            using var arena = new ParameterArena(device, parameters, seed: 7);
            using var optimizer = create(arena);
            double[][] expected = [.. parameters.Select(p => p.Value.ToArray().Select(x => (double)x).ToArray())];
            double[][][] moments = [.. expected.Select(p => p.Select(_ => new double[2]).ToArray())];
            for (int step = 1; step <= Steps; step++)
            {
                float[][] gradients = SetGradients(arena, step);
                optimizer.Prepare(step, Rate);
                optimizer.Step();
                for (int p = 0; p < expected.Length; p++)
                {
                    float[] actual = parameters[p].Value.ToArray();
                    for (int i = 0; i < actual.Length; i++)
                    {
                        expected[p][i] = reference(expected[p][i], gradients[p][i], moments[p][i], step);
                        Assert.InRange(actual[i] - expected[p][i], -1e-6, 1e-6);
                    }
                }
            }
        }
    }

    private static double AdamStep(double p, double g, double[] moments, int t, double decoupledDecay)
    {
        moments[0] = (0.9 * moments[0]) + (0.1 * g);
        moments[1] = (0.999 * moments[1]) + (0.001 * g * g);
        double m = moments[0] / (1 - Math.Pow(0.9, t)), v = moments[1] / (1 - Math.Pow(0.999, t));
        return p - (Rate * decoupledDecay * p) - (Rate * m / (Math.Sqrt(v) + 1e-8));
    }

    private static void Run(ParameterArena arena, Adam adam, int first, int last)
    {
        for (int step = first; step <= last; step++)
        {
            SetGradients(arena, step);
            adam.Prepare(step, Rate);
            adam.Step();
        }
    }

    private static Parameter[] NewParameters() =>
    [
        new("a", FileLayout.Same([37]), Initialization.ByFanIn(4)),
        new("b", FileLayout.Permuted([3, 5, 2, 2], 2, 3, 1, 0), Initialization.ByFanIn(2)),
    ];

    private static float[][] SetGradients(ParameterArena arena, int step)
    {
        var gradients = new List<float[]>();
        foreach (var (parameter, _) in arena.Trainable)
        {
            var random = new RandomStream(11, RandomPurpose.None, (uint)step, (uint)gradients.Count);
            float[] values = [.. Enumerable.Range(0, parameter.Count).Select(_ => random.Uniform(-1, 1))];
            parameter.Value.Gradient = parameter.Value.GradientSlot;
            parameter.Value.Gradient!.CopyFrom(values);
            gradients.Add(values);
        }

        return [.. gradients];
    }
}
