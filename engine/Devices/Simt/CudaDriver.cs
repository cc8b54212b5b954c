using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>The parts of the CUDA driver that ILGPU does not cover: graphs, events and page-locked copies between streams.</summary>
internal static unsafe partial class CudaDriver
{
    private const string Library = "cuda";

    /// <summary>Capture that finalizers on other threads cannot invalidate.</summary>
    private const int RelaxedCapture = 2;

    private const uint EventWithoutTiming = 2;

    /// <summary>
    /// Drivers install libcuda.so.1 and libOpenCL.so.1; the plain names that ILGPU asks for come with development packages only. Call
    /// this before creating the first context.
    /// </summary>
    internal static void ResolveLibraries() => _ = s_resolved.Value;

    private static readonly Lazy<bool> s_resolved = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
        NativeLibrary.SetDllImportResolver(typeof(CudaDriver).Assembly, Resolve);
        return true;
    });

    /// <summary>Why there is no CUDA device, if there is none.</summary>
    internal static string WhyNone() => IsInstalled ? "no CUDA device that the driver can use" : "no CUDA driver";

    /// <summary>Whether the driver's library is there; the machine may still have no device.</summary>
    internal static bool IsInstalled => Resolve(Library, typeof(CudaDriver).Assembly, null) != 0;

    /// <summary>Records what <paramref name="work"/> launches on a stream, without running it.</summary>
    /// <returns>A graph to launch; <see cref="DestroyGraph"/> frees it.</returns>
    internal static nint Capture(nint stream, Action work)
    {
        Check(cuStreamBeginCapture_v2(stream, RelaxedCapture));
        nint graph = 0;
        try
        {
            work();
        }
        catch
        {
            // Report the first error.
            _ = cuStreamEndCapture(stream, &graph);
            _ = graph == 0 ? 0 : cuGraphDestroy(graph);
            throw;
        }

        Check(cuStreamEndCapture(stream, &graph));
        nint executable = 0;
        int made = cuGraphInstantiateWithFlags(&executable, graph, 0);
        _ = cuGraphDestroy(graph);
        Check(made);
        return executable;
    }

    internal static void LaunchGraph(nint graph, nint stream) => Check(cuGraphLaunch(graph, stream));

    internal static void DestroyGraph(nint graph) => _ = cuGraphExecDestroy(graph);

    internal static nint CreateEvent()
    {
        nint created = 0;
        Check(cuEventCreate(&created, EventWithoutTiming));
        return created;
    }

    internal static void Record(nint marker, nint stream) => Check(cuEventRecord(marker, stream));

    /// <summary>Makes the stream wait for the event; the host does not wait.</summary>
    internal static void Await(nint stream, nint marker) => Check(cuStreamWaitEvent(stream, marker, 0));

    /// <summary>Makes the host wait for the event.</summary>
    internal static void Wait(nint marker) => Check(cuEventSynchronize(marker));

    internal static void DestroyEvent(nint marker) => _ = cuEventDestroy_v2(marker);

    /// <summary>Page-locked host memory, which the GPU can copy from directly.</summary>
    internal static nint AllocatePageLocked(long bytes)
    {
        nint memory = 0;
        Check(cuMemAllocHost_v2(&memory, (nuint)bytes));
        return memory;
    }

    internal static void FreePageLocked(nint memory) => _ = cuMemFreeHost(memory);

    /// <summary>Copies between any two memories, in the order of the stream.</summary>
    internal static void Copy(nint target, nint source, long bytes, nint stream) =>
        Check(cuMemcpyAsync(target, source, (nuint)bytes, stream));

    private static void Check(int status)
    {
        if (status == 0)
        {
            return;
        }

        byte* text = null;
        _ = cuGetErrorString(status, &text);
        throw new CudaFault(status, text is null ? "unknown" : Marshal.PtrToStringUTF8((nint)text)!);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string[] candidates = (name, OperatingSystem.IsWindows()) switch
        {
            (Library, true) => ["nvcuda.dll"],
            (Library, false) => ["libcuda.so.1", "libcuda.so"],
            ("OpenCL", false) => ["libOpenCL.so.1", "libOpenCL.so"],
            _ => [],
        };
        foreach (string candidate in candidates)
        {
            // On Windows from the system's folder alone: a driver beside the pictures or in the working folder is not one.
            if (NativeLibrary.TryLoad(candidate, assembly, DllImportSearchPath.System32, out nint handle))
            {
                return handle;
            }
        }

        return 0;
    }

    [LibraryImport(Library)]
    private static partial int cuStreamBeginCapture_v2(nint stream, int mode);

    [LibraryImport(Library)]
    private static partial int cuStreamEndCapture(nint stream, nint* graph);

    [LibraryImport(Library)]
    private static partial int cuGraphInstantiateWithFlags(nint* executable, nint graph, ulong flags);

    [LibraryImport(Library)]
    private static partial int cuGraphDestroy(nint graph);

    [LibraryImport(Library)]
    private static partial int cuGraphLaunch(nint executable, nint stream);

    [LibraryImport(Library)]
    private static partial int cuGraphExecDestroy(nint executable);

    [LibraryImport(Library)]
    private static partial int cuEventCreate(nint* marker, uint flags);

    [LibraryImport(Library)]
    private static partial int cuEventRecord(nint marker, nint stream);

    [LibraryImport(Library)]
    private static partial int cuStreamWaitEvent(nint stream, nint marker, uint flags);

    [LibraryImport(Library)]
    private static partial int cuEventSynchronize(nint marker);

    [LibraryImport(Library)]
    private static partial int cuEventDestroy_v2(nint marker);

    [LibraryImport(Library)]
    private static partial int cuMemAllocHost_v2(nint* memory, nuint bytes);

    [LibraryImport(Library)]
    private static partial int cuMemFreeHost(nint memory);

    [LibraryImport(Library)]
    private static partial int cuMemcpyAsync(nint target, nint source, nuint bytes, nint stream);

    [LibraryImport(Library)]
    private static partial int cuGetErrorString(int status, byte** text);
}

/// <summary>A driver call failed.</summary>
internal sealed class CudaFault(int status, string text) : Exception($"CUDA error {status}: {text}")
{
    private const int OutOfMemory = 2;

    internal bool IsOutOfMemory => status == OutOfMemory;
}
