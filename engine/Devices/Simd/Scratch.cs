namespace ILGpuAutoencoders.Engine.Devices.Simd;

/// <summary>
/// Working memory that a call takes from its thread and gives back when it is disposed. Parts begin at multiples of 64 bytes and never
/// overlap: neither each other nor those of the calls around, which keep theirs. What they hold at first is undefined.
/// </summary>
internal readonly unsafe ref struct Scratch
{
    private readonly ThreadScratch _memory;
    private readonly ThreadScratch.Position _start;

    private Scratch(ThreadScratch memory)
    {
        _memory = memory;
        _start = memory.Open();
    }

    /// <summary>Opens one on the calling thread; it is to be disposed before those that were opened before it.</summary>
    internal static Scratch Open() => new(ThreadScratch.OfThisThread);

    /// <summary>A number of floats.</summary>
    internal float* Floats(long count) => (float*)_memory.Take(count * sizeof(float));

    /// <summary>A number of ints.</summary>
    internal int* Ints(long count) => (int*)_memory.Take(count * sizeof(int));

    /// <summary>0, step, 2 · step, ...: where the rows of a matrix begin.</summary>
    internal int* Multiples(int step, int count)
    {
        int* table = Ints(count);
        for (int i = 0; i < count; i++)
        {
            table[i] = i * step;
        }

        return table;
    }

    internal void Dispose() => _memory.Close(_start);
}
