namespace ILGpuAutoencoders.Engine.Devices.Simd;

/// <summary>
/// Working memory that a call takes from its thread and returns on disposal. Parts begin at multiples of 64 bytes and overlap neither
/// each other nor the parts of enclosing calls. Their initial content is undefined.
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

    /// <summary>Opens one on the calling thread; dispose in reverse order of opening.</summary>
    internal static Scratch Open() => new(ThreadScratch.OfThisThread);

    /// <summary>Takes a number of floats.</summary>
    internal float* Floats(long count) => (float*)_memory.Take(count * sizeof(float));

    /// <summary>Takes a number of ints.</summary>
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
