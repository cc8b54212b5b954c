// An operation and a layer of your own: each is written once and runs on the CPU and on GPUs.
using ILGpuAutoencoders.Engine;

using var device = DeviceCatalog.Open(args is [var name] ? name : "auto").Device;
var x = Tensor.FromArray(device, [3], [-1, 0, 1]).WithGradient();
x.Map<Swish>().Sum().Backward();
Console.WriteLine(FormattableString.Invariant($"swish'(1) = {x.Gradient!.ToArray()[2]:0.0000}"));
var model = new Sequential(
    new LinearLayer(2, 16), new ActivationLayer<Swish>("Swish", default), new GainLayer(16), new LinearLayer(16, 1),
    ActivationLayer.Sigmoid());
using var arena = new ParameterArena(device, model.Parameters, seed: 0);
using var adam = new Adam(arena, new AdamOptions());
var inputs = Tensor.FromArray(device, [4, 2], [0, 0, 0, 1, 1, 0, 1, 1]);
var exclusiveOr = Tensor.FromArray(device, [4, 1], [0, 1, 1, 0]);
for (int step = 1; step <= 200; step++)
{
    adam.Prepare(step, learningRate: 0.05);
    using var scope = device.OpenScope();
    arena.BeginStep();
    model.Forward(inputs, new ForwardPass(IsTraining: true)).MeanSquaredError(exclusiveOr).Backward(freeIntermediates: true);
    adam.Step();
}
var answers = model.Forward(inputs, ForwardPass.Inference).ToArray().Select(y => FormattableString.Invariant($"{y:0.00}"));
Console.WriteLine($"exclusive or: {string.Join(' ', answers)}");

/// <summary>y = x / (1 + e⁻ˣ). A lane T is a float of a GPU thread or a vector of the CPU. Public: generated GPU code uses it.</summary>
public readonly struct Swish : IUnaryOp
{
    public bool DerivativeFromOutput => false; // it needs x, so x is kept for the backward pass
    public T Forward<T>(T x) where T : struct, ILane<T> => x * Logistic(x);
    public T Derivative<T>(T x) where T : struct, ILane<T> => Logistic(x) * (T.Constant(1) + x * (T.Constant(1) - Logistic(x)));
    private static T Logistic<T>(T x) where T : struct, ILane<T> => T.Constant(1) / (T.Constant(1) + T.Exp(T.Constant(0) - x));
}

/// <summary>One trained factor per channel; gradients follow from the operations it is composed of.</summary>
public sealed class GainLayer(int channels) : Layer
{
    private readonly Parameter _gain = new("gain", FileLayout.Same([channels]), Initialization.Constant(1));
    public override string Kind => "Gain";
    public override IReadOnlyList<Parameter> Parameters => [_gain];
    public override Shape OutputShape(Shape input) => input;
    public override Tensor Forward(Tensor x, ForwardPass pass) => x.Multiply(_gain.Value);
}
