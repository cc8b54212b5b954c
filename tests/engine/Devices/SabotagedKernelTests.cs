using ILGPU;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Kernels with one error each, on the driver that executes PTX: <see cref="EmulatedCudaTests"/> runs them.</summary>
public class SabotagedKernelTests
{
    private const int Threads = 64, Count = 4 * Threads;

    [Fact]
    public void A_correct_kernel_is_left_alone() =>
        MustFind(null, device => device.Launch(Neighbours<WithBarrier>, 4, Threads, Operands(device)));

    [Fact]
    public void A_missing_barrier() =>
        MustFind("race: shared memory is read", device => device.Launch(Neighbours<WithoutBarrier>, 4, Threads, Operands(device)));

    [Fact]
    public void An_index_off_by_one() =>
        MustFind("bounds: 4 bytes of global memory outside of every view", device => device.Launch(OffByOne, 4, Threads, Operands(device)));

    [Fact]
    public void A_multiplication_by_half_a_warp() =>
        MustFind("divergence: lanes have parted at `mma", device => device.Launch(HalfAWarp, 1, Threads, Operands(device)));

    [Fact]
    public void A_barrier_for_half_a_group() =>
        MustFind("barrier: some threads of a group have ended", device => device.Launch(HalfABarrier, 1, Threads, Operands(device)));

    [Fact]
    public void Four_floats_at_an_odd_address() => MustFind("alignment: 16 bytes of global memory", device =>
        device.Launch(FourFloats, 1, 1, new Args { Y = NewView(device).SubView(1, 8) }));

    [Fact]
    public void A_read_of_what_nobody_wrote() => MustFind("unwritten: global memory is read", device =>
        device.Launch(Neighbours<WithBarrier>, 4, Threads, new Args { X = NewView(device), Y = NewView(device) }));

    [Fact]
    public void Groups_that_write_the_same_word() =>
        MustFind("race: two groups of a launch write the same", device => device.Launch(SameWord, 2, Threads, Operands(device)));

    [Fact]
    public void An_allocation_in_a_capture() =>
        MustFind("capture: memory is allocated", device => device.Capture(() => device.Run(new Allocating())));

    private static void MustFind(string? finding, Action<SimtDevice> act)
    {
        Assert.SkipUnless(EmulatedCuda.IsActive, "This process does not run on the driver of tests/cuda-driver.");
        string[] findings = EmulatedCuda.FindingsOf(() =>
        {
            using var device = SimtDevice.TryCuda()!;
            try
            {
                act(device);
                device.Synchronize();
            }
            catch (DeviceException)
            {
                // A launch that a GPU stops at ends its device.
            }
        });
        if (finding is null)
        {
            Assert.Empty(findings);
        }
        else
        {
            Assert.Contains(findings, text => text.StartsWith(finding, StringComparison.Ordinal));
        }
    }

    // X lies behind Y, so that no other view begins where X ends.
    private static Args Operands(SimtDevice device) =>
        new() { Y = NewView(device), X = device.View(Tensor.FromArray(device, [Count], new float[Count]).Storage) };

    private static ArrayView<float> NewView(SimtDevice device) => device.View(device.Allocate(Count));

    private struct Args
    {
        internal ArrayView<float> X, Y;
    }

    private interface IBarrier
    {
        static abstract void Wait();
    }

    private struct WithBarrier : IBarrier
    {
        public static void Wait() => Group.Barrier();
    }

    private struct WithoutBarrier : IBarrier
    {
        public static void Wait()
        {
        }
    }

    private static void Neighbours<TBarrier>(Args args)
        where TBarrier : struct, IBarrier
    {
        var shared = SharedMemory.Allocate<float>(Threads);
        int i = (Grid.IdxX * Threads) + Group.IdxX;
        shared[Group.IdxX] = args.X[i];
        TBarrier.Wait();
        args.Y[i] = shared[Threads - 1 - Group.IdxX];
    }

    private static void OffByOne(Args args)
    {
        int i = (Grid.IdxX * Threads) + Group.IdxX;
        args.Y[i] = args.X[i + 1];
    }

    private static void HalfAWarp(Args args)
    {
        int i = Group.IdxX;
        if (i % TensorCore.Lanes < TensorCore.Lanes / 2)
        {
            uint x = TensorCore.Round(args.X[i]);
            args.Y[i] = TensorCore.MultiplyAdd(default, x, x, x, x, x, x).X;
        }
    }

    private static void HalfABarrier(Args args)
    {
        if (Group.IdxX < Threads / 2)
        {
            return;
        }

        Group.Barrier();
        args.Y[Group.IdxX] = 1;
    }

    private static void FourFloats(Args args) => args.Y.Cast<Quad>()[0] = new Quad { X = 1 };

    private static void SameWord(Args args) => args.Y[Group.IdxX] = Grid.IdxX;

    /// <summary>Takes a chunk of memory of its own each time that it runs.</summary>
    private readonly struct Allocating : IKernel
    {
        public void Run(SimdDevice device) => throw new NotSupportedException();

        public void Run(SimtDevice device) => device.AllocatePersistent(1 << 25);
    }
}
