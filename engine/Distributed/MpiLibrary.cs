using System.Runtime.InteropServices;
using System.Text;

namespace ILGpuAutoencoders.Engine.Distributed;

/// <summary>A library of MPI, and the dozen of its functions that moving bytes takes.</summary>
internal sealed unsafe partial class MpiLibrary
{
    /// <summary>Names the library to load, where it is not found by itself.</summary>
    internal const string PathVariable = "ILGPU_AE_MPI";

    private const int Now = 2, Global = 0x100, LongestVersion = 8192, Serialized = 2;

    // Where UCX is below, it would take SIGSEGV, by which .NET notices null references.
    private const string UcxSignals = "UCX_ERROR_SIGNALS";

    private readonly nint _library;
    private readonly delegate* unmanaged<void*, void*, int, int*, int> _init;
    private readonly delegate* unmanaged<nint, int*, int> _rank, _size;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int> _allGather;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, int> _broadcast;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, void*, int> _send, _receive;
    private readonly delegate* unmanaged<int, void*, void*, int> _waitAll;
    private readonly delegate* unmanaged<nint, int, int> _abort;
    private readonly delegate* unmanaged<int> _finalize;

    private MpiLibrary(string name, nint library)
    {
        (Name, _library) = (name, library);
        Abi = MpiAbi.Of(symbol => NativeLibrary.TryGetExport(library, symbol, out nint address) ? address : 0);
        _init = (delegate* unmanaged<void*, void*, int, int*, int>)Export("MPI_Init_thread");
        _rank = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank");
        _size = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size");
        _allGather = (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, int>)Export("MPI_Allgather");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, int>)Export("MPI_Bcast");
        _send = (delegate* unmanaged<void*, int, nint, int, int, nint, void*, int>)Export("MPI_Isend");
        _receive = (delegate* unmanaged<void*, int, nint, int, int, nint, void*, int>)Export("MPI_Irecv");
        _waitAll = (delegate* unmanaged<int, void*, void*, int>)Export("MPI_Waitall");
        _abort = (delegate* unmanaged<nint, int, int>)Export("MPI_Abort");
        _finalize = (delegate* unmanaged<int>)Export("MPI_Finalize");
    }

    /// <summary>The name that it was found by.</summary>
    internal string Name { get; }

    /// <summary>How its names are valued.</summary>
    internal MpiAbi Abi { get; }

    /// <summary>What it says it is, in one line.</summary>
    internal string Version
    {
        get
        {
            byte* text = stackalloc byte[LongestVersion];
            int length;
            var version = (delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version");
            Check(version(text, &length));
            string[] words = Encoding.UTF8.GetString(text, length).Split(
                ['\n', ',', '\t', '\0'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return string.Join(' ', words.Take(words is ["MPICH Version:", ..] ? 2 : 1)).Replace("Version: ", "", StringComparison.Ordinal);
        }
    }

    /// <summary>Loads the first of some libraries that there is; null where there is none. It is never unloaded.</summary>
    /// <exception cref="LaunchException">One is named by a variable and cannot be loaded, or is none of MPI.</exception>
    internal static MpiLibrary? TryLoad(IReadOnlyList<string> names)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // Into the environment of the system: what .NET is told, native code does not see.
        _ = SetVariable(UcxSignals, "", overwrite: 0);
        string? named = Environment.GetEnvironmentVariable(PathVariable);
        foreach (string name in named is null ? names : [named])
        {
            // Open MPI's plug-ins look for its symbols among the global ones.
            if (Open(name, Now | Global) is not 0 and var library)
            {
                return NativeLibrary.TryGetExport(library, "MPI_Init_thread", out _)
                    ? new MpiLibrary(name, library)
                    : throw new LaunchException($"'{name}' is not a library of MPI; name another in {PathVariable}.");
            }
        }

        return named is null
            ? null
            : throw new LaunchException($"The library of MPI '{named}' cannot be loaded; correct {PathVariable}, or unset it.");
    }

    /// <summary>Begins: ranks find each other.</summary>
    internal void Start()
    {
        int provided;
        Check(_init(null, null, Serialized, &provided));
    }

    internal int Rank
    {
        get
        {
            int rank;
            Check(_rank(Abi.World, &rank));
            return rank;
        }
    }

    internal int Size
    {
        get
        {
            int size;
            Check(_size(Abi.World, &size));
            return size;
        }
    }

    internal void AllGather(void* own, int bytes, void* all) => Check(_allGather(own, bytes, Abi.Byte, all, bytes, Abi.Byte, Abi.World));

    internal void Broadcast(void* data, int bytes, int root) => Check(_broadcast(data, bytes, Abi.Byte, root, Abi.World));

    /// <summary>Begins to send words; they may be changed after <see cref="WaitAll"/>.</summary>
    internal void Send(void* words, int count, int rank, void* request) =>
        Check(_send(words, count, Abi.Word, rank, 0, Abi.World, request));

    /// <summary>Begins to receive words; they are there after <see cref="WaitAll"/>.</summary>
    internal void Receive(void* words, int count, int rank, void* request) =>
        Check(_receive(words, count, Abi.Word, rank, 0, Abi.World, request));

    internal void WaitAll(int count, void* requests) => Check(_waitAll(count, requests, (void*)Abi.NoStatuses));

    internal void Abort(int code) => _abort(Abi.World, code);

    internal void Finish() => Check(_finalize());

    private nint Export(string symbol) => NativeLibrary.GetExport(_library, symbol);

    // Errors end all ranks, with what the library has to say, unless a program asks for another way.
    private static void Check(int code)
    {
        if (code != 0)
        {
            throw new InvalidOperationException($"MPI: a call failed with code {code}; see what the library wrote.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string name, int flags);
}
