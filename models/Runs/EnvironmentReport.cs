using System.Reflection;
using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Models.Runs;

/// <summary>environment.json: what a run was made by and on. It affects nothing.</summary>
/// <param name="Version">Of this program.</param>
/// <param name="Runtime">Of .NET.</param>
/// <param name="System">The operating system.</param>
/// <param name="Architecture">Of the process.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="Device">What it computes on.</param>
/// <param name="DeviceReason">Why.</param>
/// <param name="Started">Local time with its offset.</param>
internal sealed record EnvironmentReport(
    string Version, string Runtime, string System, string Architecture, int Processors, string Device, string DeviceReason,
    DateTimeOffset Started)
{
    internal static EnvironmentReport Now(string device, string reason) => new(
        typeof(EnvironmentReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        device,
        reason,
        DateTimeOffset.Now);
}
