using System.Diagnostics;
using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>Compiles kernels to PTX without a GPU, and assembles them where NVIDIA's ptxas is installed.</summary>
public static class PtxGate
{
    /// <summary>The path of ptxas, from $PTXAS or the PATH, or null.</summary>
    public static string? Ptxas { get; } = FindPtxas();

    /// <summary>The PTX text of a kernel. A failed compile leaves its context unusable, so each kernel gets its own.</summary>
    public static string Compile(Delegate kernel, CudaArchitecture architecture)
    {
        using var compiler = new PtxCompiler(architecture);
        return compiler.Compile(new KernelLaunch(kernel, 1, 0));
    }

    /// <summary>What ptxas says about registers, stack and spills.</summary>
    public static string Assemble(string ptx, string architecture)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, ptx);
            var start = new ProcessStartInfo(
                Ptxas!, ["-v", $"-arch={architecture}", "-o", $"{file}.cubin", file])
            { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            string report = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"ptxas rejects the kernel:\n{report}");
            return report;
        }
        finally
        {
            File.Delete(file);
            File.Delete($"{file}.cubin");
        }
    }

    public static int Registers(string report) => int.Parse(Regex.Match(report, @"Used (\d+) registers").Groups[1].Value);

    public static int SharedBytes(string report) =>
        Regex.Match(report, @"(\d+) bytes smem") is { Success: true } match ? int.Parse(match.Groups[1].Value) : 0;

    public static int SpilledBytes(string report) =>
        Regex.Matches(report, @"(\d+) bytes (stack frame|spill stores|spill loads)").Sum(m => int.Parse(m.Groups[1].Value));

    private static string? FindPtxas()
    {
        string name = OperatingSystem.IsWindows() ? "ptxas.exe" : "ptxas";
        string[] candidates = [Environment.GetEnvironmentVariable("PTXAS") ?? "",
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, name))];
        return candidates.FirstOrDefault(File.Exists);
    }
}
