using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>The parts that a batch is computed in, and which of them this rank computes: by the number of pictures alone.</summary>
internal sealed class StepShare
{
    private readonly int _microBatch;

    /// <summary>The share of a rank.</summary>
    /// <param name="options">Of the training.</param>
    /// <param name="world">The ranks.</param>
    internal StepShare(TrainingOptions options, IWorld world)
    {
        _microBatch = options.MicroBatch ?? int.MaxValue;
        World = world;
    }

    /// <summary>The ranks.</summary>
    internal IWorld World { get; }

    /// <summary>The parts of a batch.</summary>
    /// <param name="count">Number of pictures.</param>
    internal int CountOf(int count) => BatchPlan.Count(count, _microBatch);

    /// <summary>The pictures of a part.</summary>
    /// <param name="count">Number of pictures.</param>
    /// <param name="part">From 0.</param>
    internal (int Start, int Length) Range(int count, int part) => BatchPlan.Range(count, _microBatch, part);

    /// <summary>
    /// This rank's parts: from one to before another. A batch of one part is computed by every rank, and nothing is exchanged.
    /// </summary>
    internal (int First, int End) PartsOf(int count) =>
        CountOf(count) is > 1 and int parts ? new TreeShape(parts).LeavesOf(World.Rank, World.Size) : (0, 1);

    /// <summary>This rank's batches of an evaluation: from one to before another.</summary>
    /// <param name="batches">1 or more.</param>
    internal (int First, int End) OfEvaluation(int batches) => new TreeShape(batches).LeavesOf(World.Rank, World.Size);

    /// <summary>The pictures of this rank's parts.</summary>
    internal (int Start, int Length) PicturesOf(int count)
    {
        var (first, end) = PartsOf(count);
        if (first == end)
        {
            return (0, 0);
        }

        int start = Range(count, first).Start;
        var (last, length) = Range(count, end - 1);
        return (start, last + length - start);
    }
}
