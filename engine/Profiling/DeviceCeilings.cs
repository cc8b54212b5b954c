using System.Diagnostics;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine;

/// <summary>The upper limits of a device, and with them the least time that a kernel can take.</summary>
/// <param name="BytesPerSecond">Of memory, read and written.</param>
/// <param name="OperationsPerSecond">Floating-point operations of products.</param>
public sealed record DeviceCeilings(double BytesPerSecond, double OperationsPerSecond)
{
    private const int CopyFloats = 1 << 25, Rounds = 15;
    private const double SettlingSeconds = 0.4;

    /// <summary>Those of an H200 in tf32: 4.3 TB/s, and 300 TFLOP/s, which is what <c>mma.sync</c> can reach. Not measured here.</summary>
    public static DeviceCeilings H200 { get; } = new(4.3e12, 300e12);

    /// <summary>
    /// Measured in about two seconds: the bandwidth of a copy of 128 MiB, and on the CPU the register tile on operands in L1, on all
    /// threads, on a GPU a product of matrices of 4,096.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <exception cref="OutOfMemoryException">It has no memory left.</exception>
    public static DeviceCeilings Measure(ComputeDevice device) => new(Copy(device), Product(device));

    /// <summary>The least seconds that a kernel can take: for its bytes or for its operations, whichever takes longer.</summary>
    /// <param name="use">The kernel.</param>
    public double Floor(KernelUse use)
    {
        ArgumentNullException.ThrowIfNull(use);
        return Math.Max(use.Bytes / BytesPerSecond, use.Operations / OperationsPerSecond);
    }

    /// <summary>Bytes a second that a copy reads and writes.</summary>
    internal static double Copy(ComputeDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        Storage from = device.AllocatePersistent(CopyFloats), to = device.AllocatePersistent(CopyFloats);
        device.Run(new Fill(from, 1, CopyFloats));
        double seconds = Median(device, () => device.Run(new Copy(from, to, CopyFloats)));
        device.Free(from);
        device.Free(to);
        return 2.0 * CopyFloats * sizeof(float) / seconds;
    }

    /// <summary>Operations a second of products at best.</summary>
    internal static double Product(ComputeDevice device)
    {
        int length = PeakProduct.LengthOn(device);
        Storage[] operands = [.. Enumerable.Range(0, 3).Select(_ => device.AllocatePersistent(length))];
        foreach (var operand in operands)
        {
            device.Run(new Fill(operand, 1, length));
        }

        var work = new PeakProduct(device, operands[0], operands[1], operands[2]);
        double seconds = Median(device, () => device.Run(work));
        Array.ForEach(operands, device.Free);
        return work.Operations / seconds;
    }

    private static double Median(ComputeDevice device, Action action)
    {
        void Repeat()
        {
            action();
            device.Synchronize();
        }

        // .NET compiles what is called often again, in the background.
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < SettlingSeconds;)
        {
            Repeat();
        }

        double[] seconds = [.. Enumerable.Range(0, Rounds).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            Repeat();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).Order()];
        return seconds[Rounds / 2];
    }
}
