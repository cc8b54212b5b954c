using System.Diagnostics;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>Compiles kernels to PTX without a GPU, and assembles them where NVIDIA's ptxas is installed.</summary>
public static class PtxGate
{
    /// <summary>The newest instruction set that ptxas 11.8 knows; the text for later ones differs in its version line only.</summary>
    private static readonly CudaInstructionSet InstructionSet = CudaInstructionSet.ISA_78;

    /// <summary>The path of ptxas, from $PTXAS or the PATH, or null.</summary>
    public static string? Ptxas { get; } = FindPtxas();

    /// <summary>The PTX text of a kernel. A failed compile leaves its context unusable, so each kernel gets its own.</summary>
    public static string Compile(Delegate kernel, CudaArchitecture architecture)
    {
        using var context = Context.Create(SimtDriver.Configure);
        using var backend = new PTXBackend(context, new CudaCapabilityContext(architecture), architecture, InstructionSet, null);
        var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel.Method), default(KernelSpecialization));
        return compiled.PTXAssembly;
    }

    /// <summary>What ptxas says about registers, stack and spills.</summary>
    public static string Assemble(string ptx, string architecture)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, ptx);
            var start = new ProcessStartInfo(Ptxas!, ["-v", $"-arch={architecture}", "-o", $"{file}.cubin", file]) { RedirectStandardError = true };
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

    public static int SpilledBytes(string report) => Regex.Matches(report, @"(\d+) bytes (stack frame|spill stores|spill loads)").Sum(m => int.Parse(m.Groups[1].Value));

    private static string? FindPtxas()
    {
        string name = OperatingSystem.IsWindows() ? "ptxas.exe" : "ptxas";
        string[] candidates = [Environment.GetEnvironmentVariable("PTXAS") ?? "", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, name))];
        return candidates.FirstOrDefault(File.Exists);
    }
}
