using System.Diagnostics;
using System.Globalization;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine;

/// <summary>A device of this machine.</summary>
/// <param name="Id">What <see cref="DeviceCatalog.Open"/> takes: cpu, cuda:0, opencl:0, simulator.</param>
/// <param name="Name">Kind, model and width, for people.</param>
/// <param name="MemoryBytes">Its memory; for cpu and simulator what this process may use.</param>
public sealed record DeviceDescription(string Id, string Name, long MemoryBytes);

/// <summary>The devices of one kind.</summary>
/// <param name="Kind">cuda or opencl.</param>
/// <param name="Devices">Those of this machine, by number.</param>
/// <param name="WhyNone">Why there is none, as a phrase; null if there are some.</param>
public sealed record DeviceSurvey(string Kind, IReadOnlyList<DeviceDescription> Devices, string? WhyNone);

/// <summary>An opened device and why it was chosen.</summary>
/// <param name="Device">The device; whoever opened it disposes it.</param>
/// <param name="Reason">A short sentence, such as "no CUDA driver: using cpu".</param>
public sealed record DeviceChoice(ComputeDevice Device, string Reason);

/// <summary>Finds and opens the devices of this machine by name.</summary>
public static class DeviceCatalog
{
    /// <summary>The names that <see cref="Open"/> takes.</summary>
    public const string Choices = "auto, cpu, cuda[:N], opencl[:N] or simulator";

    /// <summary>Every device of this machine, in order of preference, the simulator last.</summary>
    public static IReadOnlyList<DeviceDescription> List()
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return
        [
            .. SimtDriver.Cuda.List(),
            new DeviceDescription("cpu", $"cpu ({SimdDevice.Instructions}, {Environment.ProcessorCount} processors)", memory),
            .. SimtDriver.OpenCL.List(),
            new DeviceDescription("simulator", SimtDevice.SimulatorName, memory),
        ];
    }

    /// <summary>The GPUs of one kind, without opening them.</summary>
    /// <param name="kind">cuda or opencl.</param>
    /// <exception cref="ArgumentException">There is no such kind of GPU.</exception>
    public static DeviceSurvey Survey(string kind)
    {
        var (devices, why) = kind switch
        {
            "cuda" => (SimtDriver.Cuda.List(), CudaDriver.WhyNone()),
            "opencl" => (SimtDriver.OpenCL.List(), "no OpenCL 2.0 device"),
            _ => throw new ArgumentException($"Device: '{kind}' is not a kind of GPU; use cuda or opencl.", nameof(kind)),
        };
        return new(kind, devices, devices.Count == 0 ? why : null);
    }

    /// <summary>Whether <see cref="Open"/> understands a choice; it does not check whether the device exists.</summary>
    /// <param name="choice">What a user wrote.</param>
    public static bool IsValid(string choice) => TryParse(choice, out _, out _);

    /// <summary>Opens a device.</summary>
    /// <param name="choice">auto, cpu, cuda, cuda:N, opencl, opencl:N or simulator, in any case; N counts from 0. auto takes CUDA if
    /// available, else cpu.</param>
    /// <param name="threads">Threads of cpu, 0 for one per processor; other devices ignore it.</param>
    /// <param name="precision">Of products; null is tf32 on CUDA and fp32 elsewhere. tf32 needs the tensor cores of compute capability 8.0
    /// or later; the simulator emulates them.</param>
    /// <exception cref="ArgumentException">The choice is none of these.</exception>
    /// <exception cref="DeviceException">The machine has no such device, or it cannot be opened.</exception>
    public static DeviceChoice Open(string choice, int threads = 0, Precision? precision = null)
    {
        if (!TryParse(choice, out string kind, out int index))
        {
            throw new ArgumentException($"Device: '{choice}' is not a device; choose {Choices}.", nameof(choice));
        }

        return kind switch
        {
            "cpu" => new(new SimdDevice(threads), "cpu as requested"),
            "simulator" => new(SimtDevice.Simulator(precision ?? Precision.Fp32), "simulator as requested: exact and very slow"),
            "cuda" =>
                new(SimtDevice.TryCuda(index, precision ?? Precision.Tf32) ?? throw Missing(Survey("cuda"), index),
                    $"cuda:{index} as requested"),
            "opencl" => new(SimtDevice.TryOpenCL(index) ?? throw Missing(Survey("opencl"), index), $"opencl:{index} as requested"),
            "auto" => OpenBest(threads, precision),
            _ => throw new UnreachableException($"Device: {kind} is parsed and not opened."),
        };
    }

    private static DeviceChoice OpenBest(int threads, Precision? precision)
    {
        string why = CudaDriver.WhyNone();
        if (!CudaDriver.IsInstalled)
        {
            // ILGPU is not even asked: its context takes a quarter of a second to open.
            return new(new SimdDevice(threads), $"{why}: using cpu");
        }

        try
        {
            if (SimtDevice.TryCuda(precision: precision ?? Precision.Tf32) is { } cuda)
            {
                return new(cuda, "CUDA device found: using cuda:0");
            }
        }
        catch (DeviceException e)
        {
            why = $"cuda:0 cannot be opened ({e.Reason})";
        }

        return new(new SimdDevice(threads), $"{why}: using cpu");
    }

    private static DeviceException Missing(DeviceSurvey survey, int index) => new(survey.WhyNone is { } why
        ? $"Device: {survey.Kind}:{index} is not available ({why}); choose cpu or auto."
        : $"Device: {survey.Kind}:{index} is not available; this machine has {survey.Devices[0].Id} to {survey.Devices[^1].Id}.");

    private static bool TryParse(string choice, out string kind, out int index)
    {
        ArgumentNullException.ThrowIfNull(choice);
        string[] parts = choice.Split(':');
        (kind, index) = (parts[0].ToLowerInvariant(), 0);
        return kind switch
        {
            "auto" or "cpu" or "simulator" => parts.Length == 1,
            "cuda" or "opencl" =>
                parts.Length == 1
                    || (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index)),
            _ => false,
        };
    }
}
