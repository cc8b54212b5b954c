using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Benchmarks.Ladders;

/// <summary>
/// The gain of a single pass over memory: work composed of the engine's simpler operations against one fused kernel; forward and
/// backward, all threads of the CPU.
/// </summary>
public class FusionLadder : IRated
{
    private const int Channels = 64, Weights = 4_533_827;

    private static readonly Shape s_pictures = [64, 32, 32, Channels];

    private static readonly Dictionary<string, (double Arrays, Func<BenchmarkDevice, Action> Composed,
        Func<BenchmarkDevice, Action> Fused)> s_rungs = new()
        {
            ["MeanSquaredError"] = (
            4, Step(t => t[0].Subtract(t[1]).Square().Mean(), s_pictures, s_pictures),
            Step(t => t[0].MeanSquaredError(t[1]), s_pictures, s_pictures)),
            ["BatchNorm"] = (10, Step(ComposedNorm, s_pictures, [Channels], [Channels]), d => Normalized(d, default(Identity), x => x)),
            ["BatchNorm and LeakyRelu"] = (
            10, d => Normalized(d, default(Identity), x => x.LeakyRelu(0.2f)), d => Normalized(d, new LeakyRelu(0.2f), x => x)),
            ["Add a bias and Relu"] = (
            7, Step(t => t[0].Add(t[1]).Relu(), s_pictures, [Channels]), Step(t => t[0].Map<BiasedRelu>(t[1]), s_pictures, [Channels])),
            ["Dropout"] = (6, ScalarDropout, FusedDropout),
            ["Adam"] = (7, ComposedAdam, FusedAdam),
        };

    private BenchmarkDevice _device = null!;
    private Action _work = null!;

    public static IEnumerable<string> Names => s_rungs.Keys;

    [ParamsSource(nameof(Names))]
    public string What { get; set; } = "Adam";

    Rate IRated.RateOf(string method) => new(s_rungs[What].Arrays * (What == "Adam" ? Weights : s_pictures.Count) * sizeof(float), "GB/s");

    [GlobalSetup(Target = nameof(Composed))]
    public void SetUpComposed() => SetUp(s_rungs[What].Composed);

    [GlobalSetup(Target = nameof(Fused))]
    public void SetUpFused() => SetUp(s_rungs[What].Fused);

    [GlobalCleanup]
    public void CleanUp() => _device.Dispose();

    [Benchmark(Baseline = true)]
    public void Composed() => _work();

    [Benchmark]
    public void Fused() => _work();

    private void SetUp(Func<BenchmarkDevice, Action> prepare)
    {
        _device = new BenchmarkDevice("cpu");
        _work = prepare(_device);
    }

    private static Func<BenchmarkDevice, Action> Step(Func<Tensor[], Tensor> run, params Shape[] inputs) =>
        device => StepOn(device, run, inputs);

    private static Action StepOn(BenchmarkDevice device, Func<Tensor[], Tensor> run, params Shape[] inputs)
    {
        var tensors = Array.ConvertAll(inputs, device.Noise);
        return device.Capture(() => Ops.OpWork.Run(run, tensors, withGradients: true));
    }

    private static Tensor ComposedNorm(Tensor[] t)
    {
        var centred = t[0].Subtract(t[0].Mean(0, 1, 2));
        return centred.Divide(centred.Square().Mean(0, 1, 2).Affine(1, 1e-5f).Sqrt()).Multiply(t[1]).Add(t[2]);
    }

    private static Action Normalized<TActivation>(BenchmarkDevice device, TActivation activation, Func<Tensor, Tensor> after)
        where TActivation : unmanaged, IUnaryOp
    {
        Tensor mean = device.Noise([Channels]), variance = device.Noise([Channels]), tracked = device.Noise([1]);
        return StepOn(device, t => after(t[0].BatchNorm(t[1], t[2], mean, variance, tracked, 0.1f, 1e-5f, training: true, activation)),
            s_pictures, [Channels], [Channels]);
    }

    /// <summary>Philox word by word, one thread, a stored mask.</summary>
    private static Action ScalarDropout(BenchmarkDevice device)
    {
        float[] x = new float[s_pictures.Count], y = new float[x.Length], mask = new float[x.Length], dx = new float[x.Length];
        return device.Settled(() =>
        {
            for (int i = 0; i < x.Length; i += 4)
            {
                var words = Philox.Generate((uint)i / 4, 0, 1, 2, 3, 4);
                (mask[i], mask[i + 1], mask[i + 2], mask[i + 3]) = (Keep(words.X), Keep(words.Y), Keep(words.Z), Keep(words.W));
            }

            for (int i = 0; i < x.Length; i++)
            {
                y[i] = x[i] * mask[i];
            }

            for (int i = 0; i < x.Length; i++)
            {
                dx[i] = y[i] * mask[i];
            }
        });

        static float Keep(uint word) => Philox.ToUnit(word) >= 0.1f ? 1 / 0.9f : 0;
    }

    private static Action FusedDropout(BenchmarkDevice device)
    {
        var random = new RandomState(device.Device, seed: 1);
        return StepOn(device, t => t[0].Dropout(0.1f, random, layer: 0), s_pictures);
    }

    private static Action ComposedAdam(BenchmarkDevice device)
    {
        Tensor p = device.Noise([Weights]), g = device.Noise([Weights]), m = device.Noise([Weights]), v = device.Noise([Weights]).Square();
        return device.Capture(() =>
        {
            var first = m.Add(g.Subtract(m).Affine(0.1f, 0));
            var second = v.Affine(0.999f, 0).Add(g.Square().Affine(0.001f, 0));
            var next = p.Subtract(first.Affine(0.001f, 0).Divide(second.Sqrt().Affine(1, 1e-8f)));
            foreach (var (from, to) in new[] { (first, m), (second, v), (next, p) })
            {
                device.Device.Run(new Copy(from.Storage, to.Storage, Weights));
            }
        });
    }

    private static Action FusedAdam(BenchmarkDevice device) =>
        device.Capture(Ops.UpdateWork.All["Adam"].Prepare(Ops.UpdateWork.Arena(device.Device, Weights)));

    private readonly struct BiasedRelu : IBinaryOp
    {
        public T Forward<T>(T a, T b)
            where T : struct, ILane<T> => T.Max(a + b, T.Constant(0));

        public T DerivativeA<T>(T a, T b)
            where T : struct, ILane<T> => T.WhereGreater(a + b, T.Constant(0), T.Constant(1), T.Constant(0));

        public T DerivativeB<T>(T a, T b)
            where T : struct, ILane<T> => DerivativeA(a, b);
    }
}
