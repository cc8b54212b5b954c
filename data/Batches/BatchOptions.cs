namespace ILGpuAutoencoders.Data;

/// <summary>How batches are made from a set of pictures.</summary>
public sealed record BatchOptions
{
    /// <summary>
    /// Pictures per batch; 64 unless set. The last batch of an epoch may be smaller, or larger by one (see <see cref="BatchPlan"/>).
    /// </summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Seed of order, noise and augmentation; 0 unless set.</summary>
    public ulong Seed { get; init; }

    /// <summary>The noise added to inputs; none unless set.</summary>
    public Corruption Corruption { get; init; } = Corruption.None;

    /// <summary>
    /// Size in pixels of what is cut from the pictures: at new random places each epoch in training, from the middle in evaluation;
    /// null, the default, for whole pictures.
    /// </summary>
    public ImageSize? Cut { get; init; }

    /// <summary>Whether a random half of the pictures, a new one each epoch, is mirrored in training; false unless set.</summary>
    public bool Flip { get; init; }

    /// <summary>
    /// Share of each side, in [0, 0.5], that may be missing in training: a random part of a picture takes the place of the whole, at its
    /// size; 0, the default, for none.
    /// </summary>
    public float CropJitter { get; init; }

    /// <summary>
    /// By how much, in [0, 1], a training picture may be brighter or darker: its values are multiplied by 1 - b to 1 + b, and cut off at
    /// 1; 0 unless set.
    /// </summary>
    public float Brightness { get; init; }

    /// <summary>Share of the area, in [0, 1], of a square that is black in each training picture; 0 unless set.</summary>
    public float CutOut { get; init; }

    /// <summary>Threads that prepare batches; 1 unless set. It does not affect results.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Batches each thread prepares ahead; 2 unless set.</summary>
    public int Ahead { get; init; } = 2;

    /// <summary>
    /// The pictures of a batch that are prepared in training, as a range of places for its number of pictures; null, the default, for all.
    /// The places of the others are whatever memory holds.
    /// </summary>
    public Func<int, (int Start, int Length)>? Share { get; init; }

    /// <summary>
    /// The batches of <see cref="BatchSource.Sequential"/>, from one to before another; null, the default, for all.
    /// </summary>
    public (int First, int End)? SequentialShare { get; init; }
}
