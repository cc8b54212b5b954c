namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>A lane that is loaded from memory and stored there.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
/// <typeparam name="TMemory">
/// The memory: the host's (<see cref="IHostLane{TSelf}"/>) or a GPU's (<see cref="ISimtLane{TSelf}"/>).
/// </typeparam>
internal interface IMemoryLane<TSelf, TMemory> : ILane<TSelf>
    where TSelf : struct, IMemoryLane<TSelf, TMemory>
    where TMemory : struct
{
    /// <summary>Elements in the lane.</summary>
    static abstract int Width { get; }

    /// <summary>The elements from <paramref name="i"/> on; on GPUs a multiple of the width.</summary>
    static abstract TSelf Load(TMemory x, int i);

    /// <summary>Writes the elements from <paramref name="i"/> on; on GPUs a multiple of the width.</summary>
    static abstract void Store(TSelf value, TMemory y, int i);

    /// <summary>One element, such as a number that changes from step to step.</summary>
    static abstract float At(TMemory x, int i);

    /// <summary>The bits of one element, such as a random key.</summary>
    static abstract uint BitsAt(TMemory x, int i);

    /// <summary>The elements from <paramref name="i"/> on of a sequence that is generated four at a time.</summary>
    static abstract TSelf OfFours<TFours>(TFours sequence, int i)
        where TFours : struct, IFours;
}

/// <summary>A sequence that is generated four elements at a time: one call of the random generator gives four words.</summary>
internal interface IFours
{
    /// <summary>The elements from 4 · <paramref name="index"/> on.</summary>
    (float X, float Y, float Z, float W) Four(uint index);
}
