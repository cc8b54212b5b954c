namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>What a node of a <see cref="GradientTree"/> holds.</summary>
/// <param name="Gradients">All of the arena's, or the chunk of them that a rank sums.</param>
/// <param name="Buffers">Running statistics.</param>
/// <param name="Loss">One word.</param>
internal readonly record struct SumNode(Storage Gradients, Storage Buffers, Storage Loss)
{
    /// <summary>Takes memory.</summary>
    /// <param name="arena">Whose sums it holds.</param>
    /// <param name="gradients">How many words of its gradients.</param>
    internal SumNode(ParameterArena arena, int gradients)
        : this(arena.Device.AllocatePersistent(gradients), arena.Device.AllocatePersistent(arena.Buffers.Length + 1))
    {
    }

    private SumNode(Storage gradients, Storage rest)
        : this(gradients, rest.Slice(0, rest.Length - 1), rest.Slice(rest.Length - 1, 1)) => Rest = rest;

    /// <summary>Buffers and loss, one run: what every rank sums for itself. Null where they lie apart.</summary>
    internal Storage? Rest { get; }

    /// <summary>Frees the memory that it took.</summary>
    internal void Free()
    {
        Gradients.Device.Free(Gradients);
        Gradients.Device.Free(Rest!);
    }
}
