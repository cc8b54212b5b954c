namespace ILGpuAutoencoders.Data;

/// <summary>How batches are made of a set of pictures.</summary>
public sealed record BatchOptions
{
    /// <summary>
    /// Pictures a batch; 64 unless set. The last batch of an epoch may be smaller, or larger by one (see <see cref="BatchPlan"/>).
    /// </summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Key of order, corruption and augmentation; 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>What happens to inputs; nothing unless set.</summary>
    public Corruption Corruption { get; init; } = Corruption.None;

    /// <summary>
    /// Side in pixels of the squares that are cut from the pictures: other places each epoch in training, the middle in evaluation;
    /// null, the
    /// default, for whole pictures.
    /// </summary>
    public int? Cut { get; init; }

    /// <summary>Whether half of the pictures, other ones each epoch, are mirrored in training; not unless set.</summary>
    public bool Flip { get; init; }

    /// <summary>Threads that prepare batches; 1 unless set. It changes no result.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Batches each thread prepares ahead; 2 unless set.</summary>
    public int Ahead { get; init; } = 2;
}
