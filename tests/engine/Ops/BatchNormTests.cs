using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Ops.BatchNormalization;
using ILGpuAutoencoders.Tests.References;

namespace ILGpuAutoencoders.Tests.Ops;

public class BatchNormTests
{
    private const float Momentum = 0.1f, Epsilon = 1e-5f;

    private static readonly Func<double, double> s_none = v => v;

    [Theory]
    [InlineData(2, 1)]
    [InlineData(7, 3)]
    [InlineData(3, 16)]
    [InlineData(5, 33)]
    [InlineData(65, 5)]
    [InlineData(131, 2)]
    public void Training_answers_every_question(int rows, int channels) => OpCheck.All(
        t => Apply(t, training: true, default(Identity)),
        v => BatchNormReference.Training(v[0], v[1], v[2], rows, channels, Epsilon, s_none),
        Operands([rows, channels]), tolerance: 1e-4, gradientTolerance: 1e-3);

    [Fact]
    public void Inference_answers_every_question() => OpCheck.All(
        t => Apply(t, training: false, default(Identity)),
        v => BatchNormReference.Inference(v[0], v[1], v[2], Running(7, 0, 1), Running(7, 0.5, 1.5), 7, Epsilon, s_none),
        Operands([2, 3, 2, 7]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fused_activations_answer_every_question(bool training)
    {
        Check(new LeakyRelu(0.2f), v => v > 0 ? v : 0.2f * v);
        Check(default(Sigmoid), v => 1 / (1 + Math.Exp(-v)));

        void Check<TActivation>(TActivation op, Func<double, double> activation)
            where TActivation : unmanaged, IUnaryOp => OpCheck.All(
                t => Apply(t, training, op),
                v => training
                    ? BatchNormReference.Training(v[0], v[1], v[2], 18, 17, Epsilon, activation)
                    : BatchNormReference.Inference(v[0], v[1], v[2], Running(17, 0, 1), Running(17, 0.5, 1.5), 17, Epsilon, activation),
                Operands([2, 3, 3, 17]), tolerance: 1e-4, gradientTolerance: 1e-3);
    }

    [Theory]
    [InlineData(4099, 32)]
    [InlineData(8192, 3)]
    [InlineData(64 * 64 * 3, 48)]
    public void Many_rows_agree_with_double_precision_and_any_thread_count(int rows, int channels)
    {
        var operands = Operands([rows, channels]);
        var one = OpCheck.OnCpu(1, t => Apply(t, true, default(Relu)), operands);
        OpCheck.Close(
            BatchNormReference.Training(operands[0].Doubles, operands[1].Doubles, operands[2].Doubles, rows, channels, Epsilon,
                v => Math.Max(v, 0)), one.Output, 1e-5);
        OpCheck.SameBits(one, OpCheck.OnCpu(3, t => Apply(t, true, default(Relu)), operands));
    }

    [Theory]
    [InlineData(false, 20_000, 20)]
    [InlineData(true, 2000, 8)]
    [InlineData(true, 777, 3)]
    public void A_mean_far_from_zero_does_not_spoil_the_variance(bool simulated, int rows, int channels)
    {
        var x = Operand.Uniform(3, [rows, channels], 999.5f, 1000.5f);
        var (mean, biased, unbiased) = BatchNormReference.Statistics(x.Doubles, rows, channels);
        if (simulated)
        {
            OpCheck.WithSimulator(Check);
        }
        else
        {
            using var device = new SimdDevice(2);
            Check(device);
        }

        bool Check(ComputeDevice device)
        {
            using var scope = device.OpenScope();
            Tensor input = Tensor.FromArray(device, x.Shape, x.Values), runningMean = Constant(device, channels, 0),
            runningVariance = Constant(device, channels, 0);
            var statistics = device.Allocate(2 * channels);
            device.Run(
                new BatchStatistics(input.Storage, statistics, runningMean.Storage, runningVariance.Storage, Constant(device, 1, 0).Storage,
                    rows, channels, 1, 0));
            float[] result = new float[2 * channels];
            device.Download<float>(statistics, result);
            for (int c = 0; c < channels; c++)
            {
                Assert.Equal(mean[c], result[c], 1000 * 1.2e-7);
                Assert.Equal(1, result[channels + c] * Math.Sqrt(biased[c]), 1e-5);
                Assert.Equal(1, runningVariance.ToArray()[c] / unbiased[c], 1e-5);
            }

            return true;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_replayed_step_moves_the_running_statistics_and_counts(bool simulated)
    {
        if (simulated)
        {
            OpCheck.WithSimulator(device => Check(device, 66, 3));
        }
        else
        {
            using var device = new SimdDevice(2);
            Check(device, 300, 19);
        }

        static bool Check(ComputeDevice device, int rows, int channels)
        {
            var x = Operand.Uniform(5, [rows, channels], -1, 3);
            var (mean, _, unbiased) = BatchNormReference.Statistics(x.Doubles, rows, channels);
            Tensor input = Tensor.FromArray(device, x.Shape, x.Values), gamma = Constant(device, channels, 1),
            beta = Constant(device, channels, 0);
            Tensor runningMean = Constant(device, channels, 0), runningVariance = Constant(device, channels, 1),
            tracked = Constant(device, 1, 0);
            var step = device.Capture(
                () => input.BatchNorm(gamma, beta, runningMean, runningVariance, tracked, Momentum, Epsilon, training: true));
            step.Replay();
            step.Replay();
            Assert.Equal(3, tracked.Item());
            double keep = Math.Pow(1 - Momentum, 3);
            OpCheck.Close([.. mean.Select(m => (1 - keep) * m)], runningMean.ToArray(), 1e-5);
            OpCheck.Close([.. unbiased.Select(v => keep + ((1 - keep) * v))], runningVariance.ToArray(), 1e-5);
            return true;
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var device = new SimdDevice(1);
        Tensor x = Constant(device, 6, 1).Reshape([2, 3]), three = Constant(device, 3, 1), two = Constant(device, 2, 1),
        one = Constant(device, 1, 0);
        Assert.Throws<ArgumentException>(() => x.BatchNorm(two, three, three, three, one, Momentum, Epsilon, true));
        Assert.Throws<ArgumentException>(() => x.BatchNorm(three, three, three, three, two, Momentum, Epsilon, true));
        Assert.Throws<NoVarianceException>(
            () => x.Reshape([1, 6]).BatchNorm(Constant(device, 6, 1), Constant(device, 6, 1), Constant(device, 6, 1),
                Constant(device, 6, 1), one, Momentum, Epsilon, true));
        Assert.Throws<ArgumentException>(() => x.BatchNorm<Square>(three, three, three, three, one, Momentum, Epsilon, true));
    }

    private static Tensor Apply<TActivation>(Tensor[] t, bool training, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        var device = t[0].Device;
        int channels = t[0].Shape[^1];
        var mean = Tensor.FromArray(device, [channels], [.. Running(channels, 0, 1).Select(v => (float)v)]);
        var variance = Tensor.FromArray(device, [channels], [.. Running(channels, 0.5, 1.5).Select(v => (float)v)]);
        return t[0].BatchNorm(t[1], t[2], mean, variance, Constant(device, 1, 0), Momentum, Epsilon, training, activation);
    }

    private static double[] Running(int channels, double low, double high) =>
        Operand.Uniform(11, [channels], (float)low, (float)high).Doubles;

    private static Operand[] Operands(Shape x) =>
        [Operand.Uniform(1, x, -2, 3), Operand.Uniform(2, [x[^1]], 0.5f, 1.5f), Operand.Uniform(3, [x[^1]])];

    private static Tensor Constant(ComputeDevice device, int count, float value) =>
        Tensor.FromArray(device, [count], [.. Enumerable.Repeat(value, count)]);
}
