using CsCheck;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Ops;

/// <summary>
/// The CPU divides a few pictures in other ways among its threads than many, and a picture gives the same bits in all of them.
/// </summary>
public class FewPicturesTests
{
    private const int Many = 17;

    private static readonly Gen<int> s_threads = OneOf(1, 2, 3, 5, 16);

    [Fact]
    public void A_linear_layer_gives_a_row_the_same_bits_alone_and_in_any_batch() =>
        Gen.Select(s_threads, OneOf(32, 96, 70, 256), OneOf(1, 15, 16, 33, 256, 300, 777)).Sample(
            (threads, outputs, inputs) =>
            {
                using var device = new SimdDevice(threads);
                Tensor weight = Drawn(device, [outputs, inputs], 2), bias = Drawn(device, [outputs], 3);
                RequireSame(
                    device, [inputs], x => Tensor.FromArray(device, [x.Length / inputs, inputs], x).Linear(weight, bias).ToArray());
            },
            iter: 40, threads: 1);

    [Fact]
    public void A_convolution_gives_a_picture_the_same_bits_alone_and_in_any_batch() =>
        Gen.Select(s_threads, OneOf(3, 16, 40), OneOf(5, 32, 72), OneOf(8, 16, 18), Gen.Int[0, 2]).Sample(
            (threads, channels, outputs, side, form) =>
            {
                var (kernel, stride) = form switch { 0 => (4, 2), 1 => (3, 1), _ => (5, 3) };
                using var device = new SimdDevice(threads);
                Tensor weight = Drawn(device, [kernel, kernel, channels, outputs], 2), bias = Drawn(device, [outputs], 3);
                RequireSame(
                    device, [side, side + 2, channels],
                    x => Tensor.FromArray(device, [x.Length / (side * (side + 2) * channels), side, side + 2, channels], x)
                        .Conv2d(weight, bias, stride, padding: 1).ToArray());
            },
            iter: 40, threads: 1);

    [Fact]
    public void A_transposed_convolution_gives_a_picture_the_same_bits_alone_and_in_any_batch() =>
        Gen.Select(s_threads, OneOf(5, 32, 72), OneOf(1, 3, 40), OneOf(4, 8, 9), Gen.Int[0, 2]).Sample(
            (threads, channels, outputs, side, form) =>
            {
                var (kernel, stride, padding) = form switch { 0 => (4, 2, 1), 1 => (3, 1, 0), _ => (2, 3, 0) };
                using var device = new SimdDevice(threads);
                Tensor weight = Drawn(device, [kernel, kernel, outputs, channels], 2), bias = Drawn(device, [outputs], 3);
                RequireSame(
                    device, [side, side + 1, channels],
                    x => Tensor.FromArray(device, [x.Length / (side * (side + 1) * channels), side, side + 1, channels], x)
                        .ConvTranspose2d(weight, bias, stride, padding).ToArray());
            },
            iter: 40, threads: 1);

    /// <summary>Rows alone, in twos, in threes and in sevens give what all give together.</summary>
    private static void RequireSame(SimdDevice device, Shape row, Func<float[], float[]> compute)
    {
        int length = row.Count;
        float[] all = Values(Many * length, 1);
        float[] together = compute(all);
        int outputs = together.Length / Many;
        foreach (int size in new[] { 1, 2, 3, 7 })
        {
            for (int first = 0; first + size <= Many; first += 7)
            {
                float[] some = compute([.. all.AsSpan(first * length, size * length)]);
                Assert.Equal(together.AsSpan(first * outputs, size * outputs), some.AsSpan());
            }
        }
    }

    private static Gen<int> OneOf(params int[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Tensor Drawn(SimdDevice device, Shape shape, ulong seed) => Tensor.FromArray(device, shape, Values(shape.Count, seed));

    private static float[] Values(int count, ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.None);
        return [.. Enumerable.Range(0, count).Select(_ => random.Uniform(-1, 1))];
    }
}
