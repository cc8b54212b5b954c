using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Workbench.Benchmarks;

namespace ILGpuAutoencoders.Models;

/// <summary>All uses of one kernel in a step.</summary>
/// <param name="Kernel">Its name with type arguments.</param>
/// <param name="Source">Its C# file; null where there are no symbols beside the assembly.</param>
/// <param name="Launches">How often the step runs it.</param>
/// <param name="Flops">Floating-point operations of all its uses; 0 for kernels that are bound by their bytes.</param>
/// <param name="Bytes">Bytes of their operands, each moved once, or twice where it is read and written.</param>
/// <param name="FloorUs">The least time that all of them can take, in microseconds.</param>
/// <param name="TimeUs">Their time in microseconds; null if it was not asked for.</param>
/// <param name="Share">Of the time of all kernels, or of their floors where no time was taken; 0 to 1.</param>
public sealed record KernelRow(
    string Kernel, string? Source, int Launches, double Flops, double Bytes, double FloorUs, double? TimeUs, double Share);

/// <summary>The text of a kernel.</summary>
/// <param name="Kernel">Its name with type arguments.</param>
/// <param name="Source">Its C# file; null where there are no symbols beside the assembly.</param>
/// <param name="Threads">Threads of a group.</param>
/// <param name="Registers">Registers of a thread, by <c>ptxas</c>; null where that is not installed.</param>
/// <param name="SharedBytes">Bytes of shared memory of a group, likewise.</param>
/// <param name="Ptx">Its PTX.</param>
public sealed record KernelText(string Kernel, string? Source, int Threads, int? Registers, int? SharedBytes, string Ptx);

/// <summary>The kernels of a step. Its properties are the keys of <c>kernels --json</c>, in snake case.</summary>
/// <param name="Model">The family or operation.</param>
/// <param name="Device">What it ran on, or what it was laid out for.</param>
/// <param name="BytesPerSecond">What memory moves, for floors.</param>
/// <param name="FlopsPerSecond">What products reach, for floors.</param>
/// <param name="IsMeasured">Whether these two were measured here; those of a GPU that is not here are an H200's.</param>
/// <param name="Kernels">Those that take longest first, by time or else by floor.</param>
/// <param name="Texts">PTX, if it was asked for; null otherwise.</param>
public sealed record KernelTable(
    string Model, string Device, double BytesPerSecond, double FlopsPerSecond, bool IsMeasured, IReadOnlyList<KernelRow> Kernels,
    IReadOnlyList<KernelText>? Texts)
{
    private const int WarmUps = 40;

    /// <summary>Finds the kernels of a step, or of an operation.</summary>
    /// <remarks>
    /// On the CPU they are operations. For cuda and opencl they are launches, which are laid out without a GPU unless times are asked for.
    /// </remarks>
    /// <param name="options">What runs, and on what; <see cref="BenchmarkOptions.Seconds"/> is how long times are taken.</param>
    /// <param name="isTimed">Whether to take times, which needs the device.</param>
    /// <param name="ptxOf">Part of the names of kernels whose PTX is wanted, empty for all; null for none.</param>
    /// <param name="observer">Is told of the device; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ConfigurationException">An option cannot be used, or no kernel has such a name.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static KernelTable Of(
        BenchmarkOptions options, bool isTimed = false, string? ptxOf = null, ITaskObserver? observer = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        BenchmarkRunner.Require(options);
        string kind = options.Device.Split(':')[0].ToUpperInvariant();
        if (kind == "SIMULATOR")
        {
            throw new ConfigurationException(
                "device", "'simulator' runs kernels exactly and far too slowly to profile; use cpu, cuda or opencl.");
        }

        bool isGpu = kind is "CUDA" or "OPENCL";
        if (ptxOf is not null && kind != "CUDA")
        {
            throw new ConfigurationException("ptx", $"'{options.Device}' runs no PTX; add --device cuda, which needs no GPU.");
        }

        bool isLaidOut = isGpu && !isTimed;
        using var device = isLaidOut
            ? KernelProfile.Rehearse(kind == "CUDA" ? "cuda" : "opencl", options.Precision) : ObservedDevice.Open(options, observer);
        using var work = BenchmarkWork.Create(options, device);
        // The first run captures, and .NET compiles hot methods again after 30 calls.
        for (int i = 0; i < (isTimed ? WarmUps : 1); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            work.Run();
        }

        var uses = KernelProfile.Of(device, work.Run, isTimed ? RoundsOf(options, device, work, cancellation) : 1);
        var ceilings = isLaidOut ? DeviceCeilings.H200 : DeviceCeilings.Measure(device);
        var rows = Rows(uses, ceilings, isTimed);
        return new(
            options.Target, isLaidOut ? $"{kind.ToLowerInvariant()} (laid out without a GPU)" : device.Name, ceilings.BytesPerSecond,
            ceilings.OperationsPerSecond, !isLaidOut, rows, ptxOf is null ? null : TextsOf(uses, ptxOf));
    }

    private static int RoundsOf(BenchmarkOptions options, ComputeDevice device, BenchmarkWork work, CancellationToken cancellation)
    {
        double seconds = SteadyPace.Measure(work.Run, device.Synchronize, Math.Min(0.3, options.Seconds), cancellation);
        return (int)Math.Clamp(options.Seconds / seconds, 3, 1000);
    }

    private static List<KernelRow> Rows(IReadOnlyList<KernelUse> uses, DeviceCeilings ceilings, bool isTimed)
    {
        double Weight(KernelUse use) => isTimed ? use.Seconds : ceilings.Floor(use);
        double all = uses.Sum(Weight);
        return [.. uses.GroupBy(use => use.Name).Select(same => new KernelRow(
            same.Key, same.First().Source, same.Count(), same.Sum(use => use.Operations), same.Sum(use => use.Bytes),
            1e6 * same.Sum(ceilings.Floor), isTimed ? 1e6 * same.Sum(use => use.Seconds) : null, all > 0 ? same.Sum(Weight) / all : 0))
            .OrderByDescending(row => row.TimeUs ?? row.FloorUs).ThenBy(row => row.Kernel, StringComparer.Ordinal)];
    }

    private static List<KernelText> TextsOf(IReadOnlyList<KernelUse> uses, string part)
    {
        var chosen = uses.DistinctBy(use => use.Name).Where(use => use.Name.Contains(part, StringComparison.OrdinalIgnoreCase)).ToList();
        if (chosen.Count == 0)
        {
            throw new ConfigurationException(
                "ptx", $"no kernel of this step has '{part}' in its name; give a part of a name of the table, such as "
                + $"{uses[0].Name.Split('<')[0]}.");
        }

        return [.. chosen.Select(use =>
        {
            string ptx = use.Ptx();
            var code = KernelUse.Assemble(ptx);
            return new KernelText(use.Name, use.Source, use.GroupSize, code?.Registers, code?.SharedBytes, ptx);
        })];
    }
}
