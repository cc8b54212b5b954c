using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>
/// The CUDA driver of tests/cuda-driver, which executes PTX on the CPU and tells what is wrong. It is compiled once for each state of its
/// sources and kept beside the test program; processes that find it take it for a GPU.
/// </summary>
public sealed class EmulatedCuda : IDisposable
{
    private const string FindingsVariable = "CUDA_DRIVER_FINDINGS", LogVariable = "CUDA_DRIVER_LOG";
    private const string ReplaceVariable = "CUDA_DRIVER_REPLACE";

    private static readonly string[] s_options = ["-std=c++20", "-O3", "-march=native", "-shared", "-fPIC", "-pthread"];

    private readonly string _notes = Directory.CreateTempSubdirectory("emulated-cuda-").FullName;
    private readonly string? _folder;

    public EmulatedCuda()
    {
        if (OperatingSystem.IsLinux())
        {
            _folder = Compile();
        }
    }

    /// <summary>Whether there is a C++ compiler for it, and this is Linux, where a folder can stand in for the driver's.</summary>
    public bool IsThere => _folder is not null;

    /// <summary>Whether this process runs on it.</summary>
    internal static bool IsActive => FindingsFile is not null;

    /// <summary>What was found so far.</summary>
    internal string[] Findings => Read(Path.Combine(_notes, "findings"));

    /// <summary>What ran: a line for each device that was opened and closed.</summary>
    internal string[] Log => Read(Path.Combine(_notes, "log"));

    private static string? FindingsFile => Environment.GetEnvironmentVariable(FindingsVariable);

    /// <summary>What <paramref name="act"/> adds to the findings, in a process that runs on this driver.</summary>
    internal static string[] FindingsOf(Action act)
    {
        int before = Read(FindingsFile!).Length;
        act();
        return Read(FindingsFile!)[before..];
    }

    /// <summary>The environment of a process that shall find this driver. What others left is forgotten.</summary>
    /// <param name="replace">Text of PTX that it changes before it reads it; for sabotage.</param>
    /// <param name="with">What it puts there.</param>
    internal Dictionary<string, string> Environs(string replace = "", string with = "")
    {
        foreach (string file in Directory.GetFiles(_notes))
        {
            File.Delete(file);
        }

        return new()
        {
            ["LD_LIBRARY_PATH"] = _folder!,
            [FindingsVariable] = Path.Combine(_notes, "findings"),
            [LogVariable] = Path.Combine(_notes, "log"),
            [ReplaceVariable] = replace.Length == 0 ? "" : $"{replace}=>{with}",
        };
    }

    public void Dispose() => Directory.Delete(_notes, recursive: true);

    private static string[] Read(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];

    /// <summary>The folder of the library, or null where there is no compiler for it.</summary>
    private static string? Compile()
    {
        string sources = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Here())!)!, "cuda-driver");
        var files =
            Directory.GetFiles(sources).Where(file => Path.GetExtension(file) is ".cpp" or ".h").Order(StringComparer.Ordinal).ToList();
        string state = string.Join('\n', [.. s_options, RuntimeInformation.OSArchitecture.ToString(), .. files.Select(File.ReadAllText)]);
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))[..16];
        string folder = Path.Combine(AppContext.BaseDirectory, "cuda-driver", name), library = Path.Combine(folder, "libcuda.so.1");
        if (File.Exists(library))
        {
            return folder;
        }

        // Test programs may do this side by side: each writes a file of its own, and the last one stays.
        Directory.CreateDirectory(folder);
        string part = $"{library}.{Environment.ProcessId}";
        var compiled = files.Where(file => Path.GetExtension(file) == ".cpp");
        var start = new ProcessStartInfo("c++", [.. s_options, "-o", part, .. compiled]) { RedirectStandardError = true };
        try
        {
            using var compiler = Process.Start(start)!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            Assert.True(compiler.ExitCode == 0, $"tests/cuda-driver does not compile:\n{errors}");
        }
        catch (Win32Exception)
        {
            return null;
        }

        File.Move(part, library, overwrite: true);
        return folder;
    }

    private static string Here([CallerFilePath] string caller = "") => caller;
}
