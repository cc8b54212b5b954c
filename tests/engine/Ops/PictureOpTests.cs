using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.References;

namespace ILGpuAutoencoders.Tests.Ops;

public class PictureOpTests
{
    [Theory]
    [InlineData(1, 2, 2, 1, 2, 2)]
    [InlineData(2, 4, 6, 3, 2, 2)]
    [InlineData(1, 5, 7, 17, 2, 2)]
    [InlineData(1, 5, 4, 16, 3, 1)]
    [InlineData(1, 7, 5, 2, 3, 2)]
    [InlineData(1, 7, 8, 3, 2, 3)]
    [InlineData(1, 3, 3, 33, 1, 1)]
    public void MaxPool2d_answers_every_question(int n, int h, int w, int c, int kernel, int stride) => OpCheck.All(
        t => t[0].MaxPool2d(kernel, stride),
        v => PictureReference.MaxPool2d(v[0], n, h, w, c, kernel, stride),
        [Operand.Uniform(1, [n, h, w, c])]);

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public void The_first_of_equal_values_gets_the_gradient(int kernel, int stride)
    {
        const int H = 6, W = 7, C = 18;
        var x = Operand.Uniform(1, [1, H, W, C], 0, 3);
        x = x with { Values = [.. x.Values.Select(MathF.Floor)] };
        double[] dy = [.. Enumerable.Repeat(1.0, (((H - kernel) / stride) + 1) * (((W - kernel) / stride) + 1) * C)];
        double[] expected = PictureReference.MaxPool2dGradient(x.Doubles, dy, 1, H, W, C, kernel, stride);
        foreach (var device in new ComputeDevice[] { new SimdDevice(2), SimtDevice.Simulator() })
        {
            using (device)
            {
                var input = Tensor.FromArray(device, x.Shape, x.Values).WithGradient();
                input.MaxPool2d(kernel, stride).Sum().Backward();
                OpCheck.Close(expected, input.Gradient!.ToArray(), 0);
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 3, 2, 3, 2)]
    [InlineData(1, 2, 3, 17, 3)]
    [InlineData(1, 3, 1, 32, 2)]
    public void UpsampleNearest_answers_every_question(int n, int h, int w, int c, int factor) => OpCheck.All(
        t => t[0].UpsampleNearest(factor),
        v => PictureReference.UpsampleNearest(v[0], n, h, w, c, factor),
        [Operand.Uniform(1, [n, h, w, c])]);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 16, 5)]
    [InlineData(7, 2, 33)]
    public void Concat_answers_every_question(int rows, int first, int second) => OpCheck.All(
        t => t[0].Concat(t[1], t[2]),
        v => PictureReference.Concat(v, rows, [first, second, 3]),
        [Operand.Uniform(1, [rows, first]), Operand.Uniform(2, [rows, second]), Operand.Uniform(3, [rows, 3])]);

    [Fact]
    public void Pictures_are_joined_by_channel_and_a_tensor_with_itself_twice() => OpCheck.All(
        t => t[0].Concat(t[0]),
        v => PictureReference.Concat([v[0], v[0]], 2 * 3 * 2, [5, 5]),
        [Operand.Uniform(1, [2, 3, 2, 5])]);

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var device = new SimdDevice(1);
        var x = Tensor.FromArray(device, [1, 2, 3, 1], new float[6]);
        Assert.Throws<ArgumentException>(() => x.MaxPool2d(3, 1));
        Assert.Throws<ArgumentException>(() => x.Reshape([2, 3]).UpsampleNearest(2));
        Assert.Throws<ArgumentException>(() => x.Reshape([2, 3]).Crop(0, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Crop(0, 0, 0, 1));
        Assert.Throws<ArgumentException>(() => x.Concat(x.Reshape([1, 3, 2, 1])));
    }
}
