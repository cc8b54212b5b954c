using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>
/// A CUDA driver that runs nothing, compiled from stub_cuda.c where there is a C compiler: processes under it take the host's path of a
/// GPU.
/// </summary>
public sealed class StubCudaDriver : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stub-cuda-").FullName;

    public StubCudaDriver()
    {
        try
        {
            using var compiler =
                Process.Start(
                    new ProcessStartInfo(
                        "cc", ["-shared", "-fPIC", "-O1", "-o", Path.Combine(_folder, "libcuda.so.1"),
                            Source()])
                    { RedirectStandardError = true })!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            Assert.True(compiler.ExitCode == 0, $"stub_cuda.c does not compile:\n{errors}");
            IsThere = true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            IsThere = false;
        }
    }

    /// <summary>Whether there is a C compiler, and this is Linux, where a folder can stand in for the driver's.</summary>
    public bool IsThere { get => field && OperatingSystem.IsLinux(); }

    private string TraceFile => Path.Combine(_folder, "trace");

    /// <summary>The environment of a process that shall find this driver.</summary>
    public Dictionary<string, string> Environment(params (string Name, string Value)[] more)
    {
        File.Delete(TraceFile);
        var environment = new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = _folder, ["STUB_CUDA_TRACE"] = TraceFile };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>The calls that it was asked for, in order.</summary>
    internal StubCall[] Trace() =>
        [.. File.ReadLines(TraceFile).Select(line => line.Split(' ')).Select(
            parts => new StubCall(parts[0], long.Parse(parts[1]), int.Parse(parts[2]), int.Parse(parts[3])))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Source([CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, "stub_cuda.c");
}

/// <summary>A call of the driver.</summary>
/// <param name="Call">alloc, alloc_host, copy, synchronize, module, launch, capture (a launch that a graph keeps) or graph.</param>
/// <param name="Value">Bytes: of the memory, the copy, the text or the arguments.</param>
/// <param name="Groups">Of a launch.</param>
/// <param name="Threads">A group, of a launch.</param>
internal readonly record struct StubCall(string Call, long Value, int Groups, int Threads);
