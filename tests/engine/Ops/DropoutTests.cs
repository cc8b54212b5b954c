using CsCheck;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Tests.References;

namespace ILGpuAutoencoders.Tests.Ops;

public class DropoutTests
{
    private const ulong Seed = 0x1234_5678_9ABC_DEF0;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(35)]
    [InlineData(131)]
    public void Dropout_answers_every_question(int count) => OpCheck.All(
        t => Apply(t[0], 0.3f, step: 5, layer: 2),
        v => DropoutReference.Forward(v[0], 0.3f, Seed, 5, 2),
        [Operand.Uniform(1, [count])]);

    [Fact]
    public void Each_part_of_a_batch_has_a_mask_of_its_own() => OpCheck.All(
        t => Apply(t[0], 0.3f, step: 5, layer: 2, firstPicture: 32),
        v => DropoutReference.Forward(v[0], 0.3f, Seed, 5, 2, firstPicture: 32),
        [Operand.Uniform(1, [131])]);

    [Fact]
    public void Every_device_and_thread_count_gives_the_same_bits()
    {
        var x = Operand.Uniform(1, [1, 1999]);
        var one = OpCheck.OnCpu(1, t => Apply(t[0], 0.1f, 7, 0), x);
        OpCheck.SameBits(one, OpCheck.OnCpu(3, t => Apply(t[0], 0.1f, 7, 0), x));
        OpCheck.SameBits(one, OpCheck.OnSimulator(t => Apply(t[0], 0.1f, 7, 0), x));
    }

    [Fact]
    public void The_share_of_zeros_is_the_rate() => Gen.Select(Gen.Float[0.05f, 0.95f], Gen.UInt[0, 1000]).Sample(
        (rate, step) =>
        {
            const int Count = 50_000;
            var ones = new Operand([Count], [.. Enumerable.Repeat(1f, Count)]);
            float[] y = OpCheck.OnCpu(2, t => Apply(t[0], rate, step, 1), ones).Output;
            double zeros = y.Count(v => v == 0), deviation = Math.Sqrt(Count * (double)rate * (1 - rate));
            Assert.InRange(zeros, (Count * (double)rate) - (6 * deviation), (Count * (double)rate) + (6 * deviation));
            Assert.All(y, v => Assert.True(v == 0 || v == 1 / (1 - rate)));
        },
        iter: 20);

    [Fact]
    public void Steps_layers_and_seeds_differ()
    {
        var x = new Operand([256], [.. Enumerable.Repeat(1f, 256)]);
        float[][] results =
        [
            Output(0.5f, 0, 0), Output(0.5f, 1, 0), Output(0.5f, 0, 1),
            OpCheck.OnCpu(1, t => Apply(t[0], 0.5f, 0, 0, seed: 1), x).Output,
        ];
        for (int i = 0; i < results.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.InRange(results[i].Zip(results[j], (a, b) => a == b ? 1 : 0).Sum(), 64, 192);
            }
        }

        float[] Output(float rate, uint step, int layer) => OpCheck.OnCpu(1, t => Apply(t[0], rate, step, layer), x).Output;
    }

    [Fact]
    public void A_replayed_step_draws_the_mask_of_its_own_step()
    {
        using var device = new SimdDevice(2);
        using var random = new RandomState(device, Seed);
        var x = Operand.Uniform(1, [100]);
        Tensor input = Tensor.FromArray(device, x.Shape, x.Values), result = Tensor.Allocate(device, x.Shape);
        var step = device.Capture(() => device.Run(new Copy(input.Dropout(0.5f, random, 0).Storage, result.Storage, 100)));
        random.Set(Seed, 9);
        step.Replay();
        OpCheck.Close(DropoutReference.Forward(x.Doubles, 0.5f, Seed, 9, 0), result.ToArray(), 1e-6);
    }

    [Fact]
    public void A_rate_of_nothing_is_nothing_and_of_everything_is_refused()
    {
        using var device = new SimdDevice(1);
        using var random = new RandomState(device);
        var x = Tensor.FromArray(device, [2], [1, 2]);
        Assert.Same(x, x.Dropout(0, random, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Dropout(1, random, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Dropout(float.NaN, random, 0));
    }

    // The backward pass draws the mask again, so the state is freed with the device.
    private static Tensor Apply(Tensor x, float rate, uint step, int layer, uint firstPicture = 0, ulong seed = Seed)
    {
        var random = new RandomState(x.Device);
        random.Set(seed, step, firstPicture);
        return x.Dropout(rate, random, layer);
    }
}
