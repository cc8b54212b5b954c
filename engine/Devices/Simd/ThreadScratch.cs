using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine.Devices.Simd;

/// <summary>
/// The memory behind <see cref="Scratch"/>: blocks of one thread that are filled one after another. What was taken never moves, so a
/// thread that runs out of room gets another block; once nothing is in use the blocks are merged into one large enough for all, so
/// steady-state steps allocate nothing.
/// </summary>
internal sealed unsafe class ThreadScratch
{
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static ThreadScratch? s_ofThread;

    private readonly List<(nint Memory, nuint Length)> _blocks = [];
    private Position _next;
    private nuint _most;
    private int _open;

    internal static ThreadScratch OfThisThread => s_ofThread ??= new();

    /// <summary>Frees the memory of the calling thread.</summary>
    internal static void Release() => s_ofThread?.FreeAll();

    /// <summary>Begins a scope.</summary>
    /// <returns>The position that <see cref="Close"/> returns to.</returns>
    internal Position Open()
    {
        _open++;
        return _next;
    }

    internal void* Take(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        nuint length = ((nuint)bytes + Alignment - 1) & ~(Alignment - 1);
        while (_next.Block < _blocks.Count && _blocks[_next.Block].Length - _next.Used < length)
        {
            _next = _next with { Block = _next.Block + 1, Used = 0 };
        }

        if (_next.Block == _blocks.Count)
        {
            AddBlock(length);
        }

        void* part = (byte*)_blocks[_next.Block].Memory + _next.Used;
        _next = _next with { Used = _next.Used + length, InUse = _next.InUse + length };
        _most = Math.Max(_most, _next.InUse);
        return part;
    }

    internal void Close(Position start)
    {
        Debug.Assert(_open > 0 && start.InUse <= _next.InUse, "A scratch was disposed after one that was opened before it.");
        _next = start;
        _open--;
        if (_open == 0 && _blocks.Count > 1)
        {
            Join();
        }
    }

    private void Join()
    {
        FreeAll();
        AddBlock(_most);
    }

    private void AddBlock(nuint length) => _blocks.Add(((nint)NativeMemory.AlignedAlloc(length, Alignment), length));

    private void FreeAll()
    {
        foreach (var (memory, _) in _blocks)
        {
            NativeMemory.AlignedFree((void*)memory);
        }

        _blocks.Clear();
    }

    /// <summary>Where the next part begins.</summary>
    /// <param name="Block">The block being filled.</param>
    /// <param name="Used">Bytes taken in that block.</param>
    /// <param name="InUse">Bytes taken in all blocks.</param>
    internal readonly record struct Position(int Block, nuint Used, nuint InUse);
}
