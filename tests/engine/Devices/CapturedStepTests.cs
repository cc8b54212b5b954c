using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

public sealed class CapturedStepTests : IDisposable
{
    private readonly SimdDevice _device = new(2);

    [Fact]
    public void Replay_reads_the_storage_anew()
    {
        var x = Tensor.FromArray(_device, [3], [1, 2, 3]);
        var y = Tensor.Allocate(_device, [3]);
        var step = _device.Capture(() => _device.Run(new Copy(x.Square().Affine(2).Storage, y.Storage, 3)));
        Assert.Equal(3, step.KernelCount);
        Assert.Equal([2f, 8, 18], y.ToArray());
        x.CopyFrom([4, 5, 6]);
        step.Replay();
        Assert.Equal([32f, 50, 72], y.ToArray());
    }

    [Fact]
    public void A_replayed_training_step_allocates_nothing_and_equals_the_step()
    {
        var weight = Tensor.FromArray(_device, [33, 17], Values(33 * 17)).WithGradient();
        weight.GradientSlot = Tensor.Allocate(_device, weight.Shape);
        var x = Tensor.FromArray(_device, [5, 17], Values(5 * 17));
        void Step()
        {
            weight.Gradient = null;
            x.Linear<Relu>(weight, null).Sigmoid().Square().Mean().Backward(freeIntermediates: true);
        }

        var step = _device.Capture(Step);
        x.CopyFrom(Values(5 * 17).Reverse().ToArray());
        step.Replay();
        float[] replayed = weight.Gradient!.ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            step.Replay();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        using (_device.OpenScope())
        {
            Step();
        }

        Assert.Equal(weight.Gradient!.ToArray(), replayed);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var x = Tensor.FromArray(_device, [1], [2]);
        var step = _device.Capture(() => x.Square());
        using (_device.OpenScope())
        {
            Assert.Throws<InvalidOperationException>(step.Replay);
            Assert.Throws<InvalidOperationException>(() => _device.Capture(() => x.Square()));
        }

        Assert.Throws<InvalidOperationException>(() => _device.Capture(() => x.ToArray()));
        Assert.Throws<InvalidOperationException>(() => _device.Capture(() => x.CopyFrom([1])));
        Assert.Throws<InvalidOperationException>(() => _device.Capture(() => _device.Capture(() => x.Square())));
        step.Replay();
    }

    [Fact]
    public void The_simulator_replays_too()
    {
        using var device = SimtDevice.Simulator();
        var x = Tensor.FromArray(device, [2], [1, 2]);
        var y = Tensor.Allocate(device, [2]);
        var step = device.Capture(() => device.Run(new Copy(x.Exp().Log().Storage, y.Storage, 2)));
        x.CopyFrom([3, 4]);
        step.Replay();
        Closeness.MustBeClose("replay", [3f, 4], y.ToArray(), 1e-6);
    }

    public void Dispose() => _device.Dispose();

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i * 1.7f))];
}
