using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

public class TrainingGoldenTests
{
    [Theory]
    [InlineData("adam")]
    [InlineData("adam_weight_decay")]
    [InlineData("adamw")]
    [InlineData("sgd")]
    [InlineData("sgd_momentum")]
    [InlineData("sgd_momentum_weight_decay")]
    public void Ten_steps_of_an_optimiser_equal_libtorch(string name)
    {
        using var device = new SimdDevice(2);
        var golden = new GoldenFile("optimizers.json");
        int length = golden["start"].Values.Length;
        var parameter = new Parameter("p", FileLayout.Same([length]), Initialization.Constant(0));
        using var arena = new ParameterArena(device, [parameter], seed: 1);
        parameter.Value.CopyFrom(golden["start"].Values);
        using Optimizer optimizer = name switch
        {
            "adam" => new Adam(arena, new AdamOptions()),
            "adam_weight_decay" => new Adam(arena, new AdamOptions { WeightDecay = 0.1 }),
            "adamw" => Adam.Decoupled(arena, 0.1),
            "sgd" => new Sgd(arena, new SgdOptions()),
            "sgd_momentum" => new Sgd(arena, new SgdOptions { Momentum = 0.9 }),
            _ => new Sgd(arena, new SgdOptions { Momentum = 0.9, WeightDecay = 0.1 }),
        };
        for (int step = 0; step < 10; step++)
        {
            arena.BeginStep();
            var gradient = Tensor.FromArray(device, [length], golden["gradients"].Row(step));
            parameter.Value.Multiply(gradient).Sum().Backward();
            optimizer.Prepare(step + 1, learningRate: 0.05);
            optimizer.Step();
            Closeness.MustBeClose($"{name} after step {step + 1}", golden[name].Row(step), parameter.Value.ToArray(), 1e-5);
        }
    }

    [Fact]
    public void Ten_losses_of_a_training_equal_libtorch()
    {
        using var device = new SimdDevice(2);
        var golden = new GoldenFile("training.json");
        var model = new Sequential(
            new Conv2dLayer(3, 4), ActivationLayer.Relu(), new Conv2dLayer(4, 6), ActivationLayer.Relu(),
            new ConvTranspose2dLayer(6, 4), ActivationLayer.Relu(), new ConvTranspose2dLayer(4, 3), ActivationLayer.Sigmoid());
        using var arena = new ParameterArena(device, model.Parameters, seed: 1);
        foreach (var parameter in model.Parameters)
        {
            var array = golden[parameter.Name];
            parameter.Value.CopyFrom((array.Shape.Length == 4 ? golden.Weight(parameter.Name) : array).Values);
        }

        using var adam = new Adam(arena, new AdamOptions());
        var x = golden.Picture("x").On(device);
        var losses = new List<float>();
        for (int step = 1; step <= 10; step++)
        {
            using var scope = device.OpenScope();
            arena.BeginStep();
            var loss = model.Forward(x, new ForwardPass(IsTraining: true)).MeanSquaredError(x);
            loss.Backward(freeIntermediates: true);
            losses.Add(loss.Item());
            adam.Prepare(step, 1e-2);
            adam.Step();
        }

        Closeness.MustBeClose("losses", golden["losses"].Values, [.. losses], 1e-5);
    }
}
