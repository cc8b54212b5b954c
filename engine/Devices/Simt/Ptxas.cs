using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>NVIDIA's assembler of PTX, where it is installed.</summary>
internal static partial class Ptxas
{
    /// <summary>Its path, from $PTXAS or the PATH, or null.</summary>
    internal static string? Path { get; } = Find();

    /// <summary>What it says about registers, stack and spills.</summary>
    /// <param name="ptx">The text of a kernel.</param>
    /// <param name="architecture">sm_90, say.</param>
    /// <exception cref="DeviceException">It rejects the kernel.</exception>
    internal static string Assemble(string ptx, string architecture)
    {
        string file = System.IO.Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, ptx);
            var start = new ProcessStartInfo(
                Path!, ["-v", $"-arch={architecture}", "-o", $"{file}.cubin", file])
            { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            string report = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? report : throw new DeviceException($"Ptxas: {Path} rejects the kernel:\n{report}");
        }
        finally
        {
            File.Delete(file);
            File.Delete($"{file}.cubin");
        }
    }

    internal static int Registers(string report) => Number(RegistersText().Match(report));

    internal static int SharedBytes(string report) => SharedText().Match(report) is { Success: true } match ? Number(match) : 0;

    internal static int SpilledBytes(string report) => SpilledText().Matches(report).Sum(Number);

    private static int Number(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private static string? Find()
    {
        string name = OperatingSystem.IsWindows() ? "ptxas.exe" : "ptxas";
        string[] candidates = [Environment.GetEnvironmentVariable("PTXAS") ?? "",
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
                .Select(folder => System.IO.Path.Combine(folder, name))];
        return candidates.FirstOrDefault(File.Exists);
    }

    [GeneratedRegex(@"Used (\d+) registers")]
    private static partial Regex RegistersText();

    [GeneratedRegex(@"(\d+) bytes smem")]
    private static partial Regex SharedText();

    [GeneratedRegex(@"(\d+) bytes (?:stack frame|spill stores|spill loads)")]
    private static partial Regex SpilledText();
}
