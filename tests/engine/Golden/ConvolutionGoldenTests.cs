using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

public class ConvolutionGoldenTests
{
    [Theory]
    [InlineData("conv2d.json", 2, 1)]
    [InlineData("conv2d_k3s1p1.json", 1, 1)]
    public void Conv2d_equals_libtorch(string file, int stride, int padding) =>
        Check(file, (x, w, b) => x.Conv2d(w, b, stride, padding));

    [Theory]
    [InlineData("conv_transpose2d.json", 2, 1)]
    [InlineData("conv_transpose2d_k5s3p2.json", 3, 2)]
    public void ConvTranspose2d_equals_libtorch(string file, int stride, int padding) =>
        Check(file, (x, w, b) => x.ConvTranspose2d(w, b, stride, padding));

    private static void Check(string file, Func<Tensor, Tensor, Tensor, Tensor> f)
    {
        using var device = new SimdDevice(2);
        var golden = new GoldenFile(file);
        Tensor x = golden.Picture("x").On(device).WithGradient(), weight = golden.Weight("weight").On(device).WithGradient(),
        bias = golden["bias"].On(device).WithGradient();
        var y = f(x, weight, bias);
        y.Multiply(golden.Picture("dy").On(device)).Sum().Backward();
        Closeness.MustBeClose("y", golden.Picture("y").Values, y.ToArray(), 1e-5);
        Closeness.MustBeClose("dx", golden.Picture("dx").Values, x.Gradient!.ToArray(), 1e-5);
        Closeness.MustBeClose("dweight", golden.Weight("dweight").Values, weight.Gradient!.ToArray(), 1e-5);
        Closeness.MustBeClose("dbias", golden["dbias"].Values, bias.Gradient!.ToArray(), 1e-5);
    }
}
