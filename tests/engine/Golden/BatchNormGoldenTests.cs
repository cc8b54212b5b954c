using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

public class BatchNormGoldenTests
{
    [Fact]
    public void Two_training_batches_and_an_evaluation_equal_libtorch()
    {
        using var device = new SimdDevice(2);
        var golden = new GoldenFile("batch_norm.json");
        Tensor mean = Tensor.FromArray(device, [5], [0, 0, 0, 0, 0]), variance = Tensor.FromArray(device, [5], [1, 1, 1, 1, 1]),
        tracked = Tensor.FromArray(device, [1], [0]);
        Tensor gamma = golden["weight"].On(device), beta = golden["bias"].On(device);
        for (int batch = 1; batch <= 2; batch++)
        {
            Tensor x = golden.Picture($"x{batch}").On(device).WithGradient(), g = golden["weight"].On(device).WithGradient(),
            b = golden["bias"].On(device).WithGradient();
            var y = x.BatchNorm(g, b, mean, variance, tracked, momentum: 0.1f, epsilon: 1e-5f, training: true);
            y.Multiply(golden.Picture($"dy{batch}").On(device)).Sum().Backward();
            Closeness.MustBeClose($"y{batch}", golden.Picture($"y{batch}").Values, y.ToArray(), 1e-5);
            Closeness.MustBeClose($"dx{batch}", golden.Picture($"dx{batch}").Values, x.Gradient!.ToArray(), 2e-5);
            Closeness.MustBeClose($"dweight{batch}", golden[$"dweight{batch}"].Values, g.Gradient!.ToArray(), 1e-5);
            Closeness.MustBeClose($"dbias{batch}", golden[$"dbias{batch}"].Values, b.Gradient!.ToArray(), 1e-5);
            Closeness.MustBeClose($"running_mean{batch}", golden[$"running_mean{batch}"].Values, mean.ToArray(), 1e-5);
            Closeness.MustBeClose($"running_var{batch}", golden[$"running_var{batch}"].Values, variance.ToArray(), 1e-5);
            Assert.Equal(batch, tracked.Item());
        }

        var evaluated = golden.Picture("x2").On(device).BatchNorm(gamma, beta, mean, variance, tracked, 0.1f, 1e-5f, training: false);
        Closeness.MustBeClose("evaluated2", golden.Picture("evaluated2").Values, evaluated.ToArray(), 1e-5);
        Assert.Equal(2, tracked.Item());
    }
}
