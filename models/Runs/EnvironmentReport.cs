using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Runs;

/// <summary>environment.json: what a run was made by and on. It affects nothing.</summary>
/// <param name="Version">Of this program.</param>
/// <param name="Runtime">Of .NET.</param>
/// <param name="System">The operating system.</param>
/// <param name="Architecture">Of the process.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="Device">What it computes on.</param>
/// <param name="DeviceReason">Why.</param>
/// <param name="Arithmetic">What the last bits of its numbers depend on; null where nothing is computed.</param>
/// <param name="Started">Local time with its offset.</param>
internal sealed record EnvironmentReport(
    string Version, string Runtime, string System, string Architecture, int Processors, string Device, string DeviceReason,
    string? Arithmetic, DateTimeOffset Started)
{
    /// <summary>The version of this program.</summary>
    internal static string ProgramVersion { get; } =
        typeof(EnvironmentReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    internal static EnvironmentReport Now(string device, string reason, string? arithmetic) => new(
        ProgramVersion,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        device,
        reason,
        arithmetic,
        DateTimeOffset.Now);

    /// <summary>What the file of a run says, by the names of its properties: nothing if it is missing or damaged.</summary>
    /// <param name="path">The file; it may be of another version, or changed by hand.</param>
    internal static IReadOnlyDictionary<string, string> Read(string path)
    {
        var said = new Dictionary<string, string>();
        try
        {
            using var file = JsonDocument.Parse(PlainFile.ReadAllText(path));
            foreach (var property in file.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                {
                    said[property.Name] = property.Value.ToString();
                }
            }
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // It affects nothing, so neither does what is wrong with it.
        }

        return said;
    }
}
