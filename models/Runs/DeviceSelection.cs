using System.Globalization;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>A device and why it was chosen.</summary>
/// <param name="Device">The device; whoever asked for it disposes it.</param>
/// <param name="Reason">A phrase, such as <c>no CUDA device was found</c>.</param>
public sealed record DeviceSelection(ComputeDevice Device, string Reason)
{
    private const string Valid = "use auto, cpu, cuda[:N], opencl[:N] or simulator";

    /// <summary>Opens the device that a name stands for.</summary>
    /// <param name="name"><c>auto</c> (CUDA if there, else the CPU), <c>cpu</c>, <c>cuda[:N]</c>, <c>opencl[:N]</c> or <c>simulator</c>.</param>
    /// <param name="threads">Threads of the CPU device; 0 for one a processor.</param>
    /// <exception cref="ConfigurationException">The name is none of these.</exception>
    public static DeviceSelection Open(string name, int threads)
    {
        var (kind, index) = Parse(name);
        return kind switch
        {
            "cpu" => new(new SimdDevice(threads), "as asked"),
            "simulator" => new(SimtDevice.Simulator(), "as asked"),
            "cuda" => new(SimtDevice.TryCuda(index) ?? throw Missing(name), "as asked"),
            "opencl" => new(SimtDevice.TryOpenCL(index) ?? throw Missing(name), "as asked"),
            _ when SimtDevice.TryCuda() is { } cuda => new(cuda, "a CUDA device was found"),
            _ => new(new SimdDevice(threads), "no CUDA device was found"),
        };
    }

    internal static void Check(string name) => Parse(name);

    private static (string Kind, int Index) Parse(string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? name : name[..colon];
        int index = 0;
        bool known = kind is "auto" or "cpu" or "cuda" or "opencl" or "simulator";
        bool indexed = colon < 0 || (kind is "cuda" or "opencl" && int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index));
        return known && indexed ? (kind, index) : throw new ConfigurationException($"device: '{name}' is not valid; {Valid}.");
    }

    private static InvalidOperationException Missing(string name) =>
        new($"The device '{name}' was not found; see which there are, or use --device cpu.");
}
